import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{knownShapes,parse}from"./chunk-MY56TU3R.mjs";import"./chunk-CRMG5BBO.mjs";import"./chunk-PP5ULT27.mjs";import"./chunk-5TCRT2GG.mjs";import"./chunk-EYJCZ3UL.mjs";import"./chunk-UDWAUEKH.mjs";import"./chunk-SJSVDS7C.mjs";export{knownShapes,parse};
