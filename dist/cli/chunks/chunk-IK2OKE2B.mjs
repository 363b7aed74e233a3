import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
var strings=/\u001B[PX^_\]][^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?/g,sequences=/(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]?|\u001B[ -/]*[0-~]?/g,controls=/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;function toPrintable(text){return text.replaceAll(`\r
`,`
`).replaceAll(strings,"").replaceAll(sequences,"").replaceAll(controls,"")}function toPrintableLine(text){return toPrintable(text).replaceAll(/\s+/g," ").trim()}function toPrintableBlock(text){return toPrintable(text).split(`
`).map(line=>line.trimEnd()).filter(line=>line!=="").map((line,index)=>index===0?line:`  ${line}`).join(`
`)}function toVisible(text){return text.replaceAll(controls,"�")}export{toPrintable,toPrintableLine,toPrintableBlock,toVisible};
