import{createPrices,priceUsage}from"./chunk-64K3R6H3.mjs";import"./chunk-Y56ZVCKQ.mjs";import"./chunk-NE4CIPHW.mjs";import"./chunk-XSCXJ2ZP.mjs";export{createPrices,priceUsage};
