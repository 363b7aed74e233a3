import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{commands}from"./chunk-N7OXESM4.mjs";import"./chunk-SJSVDS7C.mjs";export{commands};
