import{createTools}from"./chunk-QAKDUSQO.mjs";import"./chunk-LFVWA3EG.mjs";import"./chunk-EXWGT6HP.mjs";import"./chunk-BQCFC3I5.mjs";import"./chunk-XSCXJ2ZP.mjs";export{createTools};
