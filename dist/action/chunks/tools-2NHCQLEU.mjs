import{createTools}from"./chunk-5NMOOPQH.mjs";import"./chunk-LFVWA3EG.mjs";import"./chunk-L5FVVRWS.mjs";import"./chunk-PI5BH3OW.mjs";import"./chunk-XSCXJ2ZP.mjs";export{createTools};
