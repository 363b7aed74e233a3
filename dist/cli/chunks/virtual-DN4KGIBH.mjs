import{createVirtualClock}from"./chunk-ETX2KGM6.mjs";import"./chunk-JCKTXRLY.mjs";import"./chunk-E7ZZFIDN.mjs";export{createVirtualClock};
