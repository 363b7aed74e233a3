import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-YZ3QD4YX.mjs";export{find,flowCodes};
