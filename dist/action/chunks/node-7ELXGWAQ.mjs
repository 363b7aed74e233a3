import{child_process,crypto,fs,os,path,stream,util}from"./chunk-GYMQSGTF.mjs";import"./chunk-XSCXJ2ZP.mjs";export{child_process,crypto,fs,os,path,stream,util};
