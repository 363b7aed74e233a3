import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-3VDQYEL2.mjs";export{find,flowCodes};
