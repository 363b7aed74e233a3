import{createVirtualClock}from"./chunk-ETX2KGM6.mjs";import"./chunk-JCKTXRLY.mjs";import"./chunk-XWCJ2EMP.mjs";export{createVirtualClock};
