import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-YFNBIDEM.mjs";export{find,flowCodes};
