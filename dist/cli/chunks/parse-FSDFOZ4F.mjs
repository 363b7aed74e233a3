import{knownShapes,parse}from"./chunk-JDY6HI64.mjs";import"./chunk-VQTBMNCB.mjs";import"./chunk-AMYGDAZX.mjs";import"./chunk-4STW4RJR.mjs";import"./chunk-XWCJ2EMP.mjs";export{knownShapes,parse};
