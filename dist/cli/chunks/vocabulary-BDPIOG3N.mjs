import{vocabulary}from"./chunk-ZRWLDEG6.mjs";import"./chunk-KDQI3DN7.mjs";import"./chunk-E7ZZFIDN.mjs";export{vocabulary};
