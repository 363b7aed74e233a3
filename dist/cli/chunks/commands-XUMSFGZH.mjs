import{commands}from"./chunk-BWD5B7IE.mjs";import"./chunk-AMYGDAZX.mjs";import"./chunk-4STW4RJR.mjs";import"./chunk-XWCJ2EMP.mjs";export{commands};
