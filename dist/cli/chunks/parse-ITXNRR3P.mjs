import{knownShapes,parse}from"./chunk-YGS53CAL.mjs";import"./chunk-GOIRNZQD.mjs";import"./chunk-AMYGDAZX.mjs";import"./chunk-4STW4RJR.mjs";import"./chunk-XWCJ2EMP.mjs";export{knownShapes,parse};
