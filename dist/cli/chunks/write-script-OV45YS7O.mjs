import{stringify}from"./chunk-CIWHD4PM.mjs";import"./chunk-I4HI46RT.mjs";function writeScript(script,about){return`${about.map(line=>`# ${line}
`).join("")}${stringify(script,{lineWidth:100,aliasDuplicateObjects:!1})}`}export{writeScript};
