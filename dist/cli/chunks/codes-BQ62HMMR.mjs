import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-ZFLFUQ45.mjs";export{find,flowCodes};
