import{createPrices,priceUsage}from"./chunk-MM57SOG2.mjs";import"./chunk-7S67A2NK.mjs";import"./chunk-BQCFC3I5.mjs";import"./chunk-XSCXJ2ZP.mjs";export{createPrices,priceUsage};
