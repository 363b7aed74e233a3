import{createTools}from"./chunk-LZDXQMMC.mjs";import"./chunk-LFVWA3EG.mjs";import"./chunk-ZZCI4VNY.mjs";import"./chunk-BQCFC3I5.mjs";import"./chunk-XSCXJ2ZP.mjs";export{createTools};
