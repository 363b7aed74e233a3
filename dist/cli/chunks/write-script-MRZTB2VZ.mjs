import{stringify}from"./chunk-CIWHD4PM.mjs";import"./chunk-MMCWOSAN.mjs";function writeScript(script,about){return`${about.map(line=>`# ${line}
`).join("")}${stringify(script,{lineWidth:100,aliasDuplicateObjects:!1})}`}export{writeScript};
