import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-IN3FJ33Y.mjs";export{find,flowCodes};
