import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{createPrices,priceUsage}from"./chunk-ZV2KE4WK.mjs";import"./chunk-UJGWBSPI.mjs";import"./chunk-SJSVDS7C.mjs";export{createPrices,priceUsage};
