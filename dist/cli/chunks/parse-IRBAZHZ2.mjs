import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{knownShapes,parse}from"./chunk-7NEOHNE3.mjs";import"./chunk-4NM5X3FP.mjs";import"./chunk-H4I7HZN2.mjs";import"./chunk-XHW5QGQX.mjs";import"./chunk-SJSVDS7C.mjs";export{knownShapes,parse};
