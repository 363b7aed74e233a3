import{createVirtualClock}from"./chunk-BGAGNIXQ.mjs";import"./chunk-BWXCBLKV.mjs";import"./chunk-664TCZGJ.mjs";export{createVirtualClock};
