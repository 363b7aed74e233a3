import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-SVUWBVPW.mjs";export{find,flowCodes};
