import{vocabulary}from"./chunk-YGS53CAL.mjs";import"./chunk-AMYGDAZX.mjs";import"./chunk-XWCJ2EMP.mjs";export{vocabulary};
