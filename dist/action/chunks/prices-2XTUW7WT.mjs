import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{createPrices,priceUsage}from"./chunk-FW6AMOGX.mjs";import"./chunk-DGERO5RK.mjs";import"./chunk-QMEQHUXQ.mjs";export{createPrices,priceUsage};
