import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-5MHJOH73.mjs";export{find,flowCodes};
