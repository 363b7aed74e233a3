import{createPrices,priceUsage}from"./chunk-OPLEDU6X.mjs";import"./chunk-ZZCI4VNY.mjs";import"./chunk-BQCFC3I5.mjs";import"./chunk-XSCXJ2ZP.mjs";export{createPrices,priceUsage};
