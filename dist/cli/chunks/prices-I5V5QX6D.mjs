import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{createPrices,priceUsage}from"./chunk-VIZNHFSH.mjs";import"./chunk-UDWAUEKH.mjs";import"./chunk-SJSVDS7C.mjs";export{createPrices,priceUsage};
