import{knownShapes,parse}from"./chunk-LCNW5O35.mjs";import"./chunk-QOGNY7H3.mjs";import"./chunk-CLNQTXPK.mjs";import"./chunk-4STW4RJR.mjs";import"./chunk-E7ZZFIDN.mjs";export{knownShapes,parse};
