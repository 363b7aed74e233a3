import{vocabulary}from"./chunk-DGORKUNO.mjs";import"./chunk-OQF6A2UA.mjs";import"./chunk-E7ZZFIDN.mjs";export{vocabulary};
