import{createPrices,priceUsage}from"./chunk-LVGFTFR4.mjs";import"./chunk-L7UMRXAP.mjs";import"./chunk-NE4CIPHW.mjs";import"./chunk-XSCXJ2ZP.mjs";export{createPrices,priceUsage};
