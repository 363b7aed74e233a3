import{vocabulary}from"./chunk-JDY6HI64.mjs";import"./chunk-AMYGDAZX.mjs";import"./chunk-XWCJ2EMP.mjs";export{vocabulary};
