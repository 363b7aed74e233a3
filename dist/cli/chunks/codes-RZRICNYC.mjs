import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-MDSWNSND.mjs";export{find,flowCodes};
