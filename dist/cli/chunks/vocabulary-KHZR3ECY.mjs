import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{vocabulary}from"./chunk-YIDNLUJI.mjs";import"./chunk-L5XEMX7Y.mjs";export{vocabulary};
