import"./chunk-G46DELIB.mjs";import"./chunk-4STW4RJR.mjs";import{parse}from"./chunk-ZRWLDEG6.mjs";import"./chunk-KDQI3DN7.mjs";import"./chunk-E7ZZFIDN.mjs";export{parse};
