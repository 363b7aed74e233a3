import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{createSimulator}from"./chunk-YYRZWGK3.mjs";import"./chunk-T5MYVQRT.mjs";import"./chunk-W754DV4B.mjs";import"./chunk-CRMG5BBO.mjs";import"./chunk-PP5ULT27.mjs";import"./chunk-JJG4B57D.mjs";import"./chunk-UDWAUEKH.mjs";import"./chunk-SJSVDS7C.mjs";export{createSimulator};
