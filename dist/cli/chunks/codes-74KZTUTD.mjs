import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-GZBSXBSF.mjs";export{find,flowCodes};
