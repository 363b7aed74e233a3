import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{commands}from"./chunk-3MDL2QKQ.mjs";import"./chunk-L5XEMX7Y.mjs";export{commands};
