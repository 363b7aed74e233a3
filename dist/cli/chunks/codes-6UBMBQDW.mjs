import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-4Z4XGTZX.mjs";export{find,flowCodes};
