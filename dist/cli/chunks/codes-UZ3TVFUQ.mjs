import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-X6OCGW2S.mjs";export{find,flowCodes};
