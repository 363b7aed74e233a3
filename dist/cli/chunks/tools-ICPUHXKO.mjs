import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{createTools}from"./chunk-QWOZYWNZ.mjs";import"./chunk-XHW5QGQX.mjs";import"./chunk-SJSVDS7C.mjs";export{createTools};
