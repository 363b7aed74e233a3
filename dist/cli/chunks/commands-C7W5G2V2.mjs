import{commands}from"./chunk-GOIRNZQD.mjs";import"./chunk-AMYGDAZX.mjs";import"./chunk-4STW4RJR.mjs";import"./chunk-XWCJ2EMP.mjs";export{commands};
