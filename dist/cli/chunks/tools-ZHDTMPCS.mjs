import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{createTools}from"./chunk-SZJDAMTW.mjs";import"./chunk-XHW5QGQX.mjs";import"./chunk-L5XEMX7Y.mjs";export{createTools};
