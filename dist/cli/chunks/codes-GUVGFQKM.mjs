import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-WYK6JGQQ.mjs";export{find,flowCodes};
