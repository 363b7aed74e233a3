import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-OJLGIG65.mjs";export{find,flowCodes};
