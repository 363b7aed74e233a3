import{vocabulary}from"./chunk-7CAIXJC2.mjs";import"./chunk-Y6UHOWQT.mjs";import"./chunk-E7ZZFIDN.mjs";export{vocabulary};
