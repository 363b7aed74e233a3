import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-XWCJ2EMP.mjs";export{find,flowCodes};
