import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{createPrices,priceUsage}from"./chunk-WDVUWEI5.mjs";import"./chunk-XBGSKVH7.mjs";import"./chunk-QMEQHUXQ.mjs";export{createPrices,priceUsage};
