import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{createSimulator}from"./chunk-DLUGQE24.mjs";import"./chunk-T5MYVQRT.mjs";import"./chunk-5RRJL5FQ.mjs";import"./chunk-PP5ULT27.mjs";import"./chunk-JJG4B57D.mjs";import"./chunk-XHW5QGQX.mjs";import"./chunk-SJSVDS7C.mjs";export{createSimulator};
