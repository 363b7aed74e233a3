import{createTools}from"./chunk-5QVGKNFJ.mjs";import"./chunk-LFVWA3EG.mjs";import"./chunk-RJ6XTHYY.mjs";import"./chunk-BQCFC3I5.mjs";import"./chunk-XSCXJ2ZP.mjs";export{createTools};
