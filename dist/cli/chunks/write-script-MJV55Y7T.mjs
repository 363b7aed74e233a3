import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{stringify}from"./chunk-7R52MGQB.mjs";import"./chunk-SJSVDS7C.mjs";function writeScript(script,about){return`${about.map(line=>`# ${line}
`).join("")}${stringify(script,{lineWidth:100,aliasDuplicateObjects:!1})}`}export{writeScript};
