import"./chunk-F4QZCTQG.mjs";import"./chunk-4STW4RJR.mjs";import{parse}from"./chunk-DGORKUNO.mjs";import"./chunk-OQF6A2UA.mjs";import"./chunk-E7ZZFIDN.mjs";export{parse};
