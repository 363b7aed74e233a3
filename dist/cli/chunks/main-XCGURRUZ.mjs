import{main}from"./chunk-F4QZCTQG.mjs";import"./chunk-4STW4RJR.mjs";import"./chunk-OQF6A2UA.mjs";import"./chunk-E7ZZFIDN.mjs";export{main};
