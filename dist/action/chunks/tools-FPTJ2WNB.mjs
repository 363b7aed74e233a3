import{createTools}from"./chunk-3LU2KSQP.mjs";import"./chunk-LFVWA3EG.mjs";import"./chunk-7S67A2NK.mjs";import"./chunk-BQCFC3I5.mjs";import"./chunk-XSCXJ2ZP.mjs";export{createTools};
