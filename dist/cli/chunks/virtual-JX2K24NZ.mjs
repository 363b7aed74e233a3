import{createVirtualClock}from"./chunk-BGAGNIXQ.mjs";import"./chunk-BWXCBLKV.mjs";import"./chunk-KNVI33RA.mjs";export{createVirtualClock};
