import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{createPrices,priceUsage}from"./chunk-Q4KRLJNO.mjs";import"./chunk-XHW5QGQX.mjs";import"./chunk-SJSVDS7C.mjs";export{createPrices,priceUsage};
