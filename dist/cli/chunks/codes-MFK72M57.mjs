import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-OVW5NDJX.mjs";export{find,flowCodes};
