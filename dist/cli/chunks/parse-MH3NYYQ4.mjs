import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{knownShapes,parse}from"./chunk-7V2BQ7RA.mjs";import"./chunk-ZRFN4NNA.mjs";import"./chunk-HEZ2P3BC.mjs";import"./chunk-QVQ7D4BK.mjs";import"./chunk-72YFPEZL.mjs";import"./chunk-UJGWBSPI.mjs";import"./chunk-SJSVDS7C.mjs";export{knownShapes,parse};
