import{find,flowCodes}from"./chunk-Y4BQXVRM.mjs";import"./chunk-MMCWOSAN.mjs";export{find,flowCodes};
