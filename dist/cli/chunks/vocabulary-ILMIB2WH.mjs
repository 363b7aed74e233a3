import{vocabulary}from"./chunk-UGTYKS5U.mjs";import"./chunk-FHRAQLG5.mjs";import"./chunk-E7ZZFIDN.mjs";export{vocabulary};
