import{createPrices,priceUsage}from"./chunk-7RI2HGRU.mjs";import"./chunk-OZJKBR3O.mjs";import"./chunk-BQCFC3I5.mjs";import"./chunk-XSCXJ2ZP.mjs";export{createPrices,priceUsage};
