import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{createDelegates}from"./chunk-PSHRNOOB.mjs";import"./chunk-JJG4B57D.mjs";import"./chunk-L5XEMX7Y.mjs";export{createDelegates};
