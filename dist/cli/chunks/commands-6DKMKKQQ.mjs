import{commands}from"./chunk-QOGNY7H3.mjs";import"./chunk-CLNQTXPK.mjs";import"./chunk-4STW4RJR.mjs";import"./chunk-E7ZZFIDN.mjs";export{commands};
