import{createTools}from"./chunk-O6SF7V4Q.mjs";import"./chunk-LFVWA3EG.mjs";import"./chunk-ORMMGPKM.mjs";import"./chunk-BQCFC3I5.mjs";import"./chunk-XSCXJ2ZP.mjs";export{createTools};
