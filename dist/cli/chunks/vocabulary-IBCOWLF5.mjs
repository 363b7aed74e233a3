import{vocabulary}from"./chunk-G6UDJMC5.mjs";import"./chunk-HFHW5KIA.mjs";import"./chunk-E7ZZFIDN.mjs";export{vocabulary};
