import{stringify}from"./chunk-CIWHD4PM.mjs";import"./chunk-ZFLFUQ45.mjs";function writeScript(script,about){return`${about.map(line=>`# ${line}
`).join("")}${stringify(script,{lineWidth:100,aliasDuplicateObjects:!1})}`}export{writeScript};
