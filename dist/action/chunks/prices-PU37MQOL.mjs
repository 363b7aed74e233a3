import{createPrices,priceUsage}from"./chunk-2KFAWSIO.mjs";import"./chunk-V5BWE45D.mjs";import"./chunk-NE4CIPHW.mjs";import"./chunk-XSCXJ2ZP.mjs";export{createPrices,priceUsage};
