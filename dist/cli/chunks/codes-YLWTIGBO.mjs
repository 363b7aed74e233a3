import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-664TCZGJ.mjs";export{find,flowCodes};
