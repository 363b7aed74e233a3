import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-Z3LSADN5.mjs";export{find,flowCodes};
