import"./chunk-WYK6JGQQ.mjs";import{stringify}from"./chunk-7T2W4V6L.mjs";function writeScript(script,about){return`${about.map(line=>`# ${line}
`).join("")}${stringify(script,{lineWidth:100,aliasDuplicateObjects:!1})}`}export{writeScript};
