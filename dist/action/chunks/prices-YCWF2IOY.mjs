import{createPrices,priceUsage}from"./chunk-QQHDGCTV.mjs";import"./chunk-DU6IIIF2.mjs";import"./chunk-NE4CIPHW.mjs";import"./chunk-XSCXJ2ZP.mjs";export{createPrices,priceUsage};
