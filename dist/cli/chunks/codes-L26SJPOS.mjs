import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-RUSHVH6C.mjs";export{find,flowCodes};
