import{stringify}from"./chunk-CQLL7MAV.mjs";import"./chunk-XWCJ2EMP.mjs";function writeScript(script,about){return`${about.map(line=>`# ${line}
`).join("")}${stringify(script,{lineWidth:100,aliasDuplicateObjects:!1})}`}export{writeScript};
