import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{createDelegates}from"./chunk-PSHRNOOB.mjs";import"./chunk-JJG4B57D.mjs";import"./chunk-SJSVDS7C.mjs";export{createDelegates};
