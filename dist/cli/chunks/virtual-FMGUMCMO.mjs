import{createVirtualClock}from"./chunk-BGAGNIXQ.mjs";import"./chunk-BWXCBLKV.mjs";import"./chunk-GZBSXBSF.mjs";export{createVirtualClock};
