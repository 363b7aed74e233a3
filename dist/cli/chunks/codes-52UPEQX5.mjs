import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-I4HI46RT.mjs";export{find,flowCodes};
