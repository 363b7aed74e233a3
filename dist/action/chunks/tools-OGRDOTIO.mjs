import{createTools}from"./chunk-54ZET4GR.mjs";import"./chunk-LFVWA3EG.mjs";import"./chunk-OZJKBR3O.mjs";import"./chunk-BQCFC3I5.mjs";import"./chunk-XSCXJ2ZP.mjs";export{createTools};
