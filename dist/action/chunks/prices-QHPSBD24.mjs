import{createPrices,priceUsage}from"./chunk-EXF7OSJA.mjs";import"./chunk-L5FVVRWS.mjs";import"./chunk-PI5BH3OW.mjs";import"./chunk-XSCXJ2ZP.mjs";export{createPrices,priceUsage};
