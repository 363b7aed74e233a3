import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{commands}from"./chunk-6AKD3WV2.mjs";import"./chunk-SJSVDS7C.mjs";export{commands};
