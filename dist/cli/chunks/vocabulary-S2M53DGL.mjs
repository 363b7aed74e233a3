import{vocabulary}from"./chunk-LCNW5O35.mjs";import"./chunk-CLNQTXPK.mjs";import"./chunk-E7ZZFIDN.mjs";export{vocabulary};
