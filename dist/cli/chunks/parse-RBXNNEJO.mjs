import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{knownShapes,parse}from"./chunk-FLLBXTTJ.mjs";import"./chunk-R4UN4Z6Y.mjs";import"./chunk-FF2S6TMY.mjs";import"./chunk-XHW5QGQX.mjs";import"./chunk-L5XEMX7Y.mjs";export{knownShapes,parse};
