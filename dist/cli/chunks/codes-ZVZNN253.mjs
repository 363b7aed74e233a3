import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-KNVI33RA.mjs";export{find,flowCodes};
