import{main}from"./chunk-VQTBMNCB.mjs";import"./chunk-AMYGDAZX.mjs";import"./chunk-4STW4RJR.mjs";import"./chunk-XWCJ2EMP.mjs";export{main};
