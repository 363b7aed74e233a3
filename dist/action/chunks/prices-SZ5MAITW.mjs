import{createPrices,priceUsage}from"./chunk-YXATXYHU.mjs";import"./chunk-RJ6XTHYY.mjs";import"./chunk-BQCFC3I5.mjs";import"./chunk-XSCXJ2ZP.mjs";export{createPrices,priceUsage};
