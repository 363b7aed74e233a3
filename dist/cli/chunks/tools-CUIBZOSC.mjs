import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{createTools}from"./chunk-TLGHK72E.mjs";import"./chunk-UJGWBSPI.mjs";import"./chunk-SJSVDS7C.mjs";export{createTools};
