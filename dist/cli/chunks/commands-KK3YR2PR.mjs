import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{commands}from"./chunk-VG2OZI4H.mjs";import"./chunk-SJSVDS7C.mjs";export{commands};
