import{createPrices,priceUsage}from"./chunk-DFCMR7VO.mjs";import"./chunk-EXWGT6HP.mjs";import"./chunk-BQCFC3I5.mjs";import"./chunk-XSCXJ2ZP.mjs";export{createPrices,priceUsage};
