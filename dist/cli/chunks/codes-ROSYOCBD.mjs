import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-PRJTJYNP.mjs";export{find,flowCodes};
