import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{commands}from"./chunk-2XQMDYN6.mjs";import"./chunk-SJSVDS7C.mjs";export{commands};
