import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{createPrices,priceUsage}from"./chunk-HOEB4YOO.mjs";import"./chunk-WPLHSBH3.mjs";import"./chunk-QMEQHUXQ.mjs";export{createPrices,priceUsage};
