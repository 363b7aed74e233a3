import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{vocabulary}from"./chunk-IET2KWHI.mjs";import"./chunk-SJSVDS7C.mjs";export{vocabulary};
