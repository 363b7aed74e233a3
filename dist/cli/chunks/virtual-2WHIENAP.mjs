import{createVirtualClock}from"./chunk-BGAGNIXQ.mjs";import"./chunk-BWXCBLKV.mjs";import"./chunk-ZFLFUQ45.mjs";export{createVirtualClock};
