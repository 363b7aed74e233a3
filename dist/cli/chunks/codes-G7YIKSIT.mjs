import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-65R5RZ5H.mjs";export{find,flowCodes};
