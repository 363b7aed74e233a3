import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{createTools}from"./chunk-2CGBK32W.mjs";import"./chunk-UDWAUEKH.mjs";import"./chunk-SJSVDS7C.mjs";export{createTools};
