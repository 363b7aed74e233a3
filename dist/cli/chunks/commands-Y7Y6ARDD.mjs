import{commands}from"./chunk-G46DELIB.mjs";import"./chunk-4STW4RJR.mjs";import"./chunk-KDQI3DN7.mjs";import"./chunk-E7ZZFIDN.mjs";export{commands};
