import{commands}from"./chunk-T2AVRZCF.mjs";import"./chunk-4STW4RJR.mjs";import"./chunk-FHRAQLG5.mjs";import"./chunk-E7ZZFIDN.mjs";export{commands};
