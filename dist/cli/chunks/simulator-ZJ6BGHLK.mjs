import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{createSimulator}from"./chunk-6ERCGSDH.mjs";import"./chunk-T5MYVQRT.mjs";import"./chunk-3PZTGUFK.mjs";import"./chunk-ZRFN4NNA.mjs";import"./chunk-HEZ2P3BC.mjs";import"./chunk-JJG4B57D.mjs";import"./chunk-UJGWBSPI.mjs";import"./chunk-SJSVDS7C.mjs";export{createSimulator};
