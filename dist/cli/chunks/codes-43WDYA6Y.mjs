import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-DLCP3YQH.mjs";export{find,flowCodes};
