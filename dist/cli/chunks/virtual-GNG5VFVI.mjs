import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{createVirtualClock}from"./chunk-KRHQZG25.mjs";import"./chunk-LMTLZ5BB.mjs";import"./chunk-SJSVDS7C.mjs";export{createVirtualClock};
