import{createVirtualClock}from"./chunk-BGAGNIXQ.mjs";import"./chunk-BWXCBLKV.mjs";import"./chunk-3VDQYEL2.mjs";export{createVirtualClock};
