import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-E7ZZFIDN.mjs";export{find,flowCodes};
