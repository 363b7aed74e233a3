import{createPrices,priceUsage}from"./chunk-BLIQN42U.mjs";import"./chunk-ORMMGPKM.mjs";import"./chunk-BQCFC3I5.mjs";import"./chunk-XSCXJ2ZP.mjs";export{createPrices,priceUsage};
