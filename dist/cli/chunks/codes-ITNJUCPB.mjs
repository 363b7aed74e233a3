import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-2BBNY4XU.mjs";export{find,flowCodes};
