import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{vocabulary}from"./chunk-MS7QKVCB.mjs";import"./chunk-SJSVDS7C.mjs";export{vocabulary};
