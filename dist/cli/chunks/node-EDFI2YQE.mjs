import{child_process,crypto,fs,os,path,stream,util}from"./chunk-OMCCE2IW.mjs";import"./chunk-XWCJ2EMP.mjs";export{child_process,crypto,fs,os,path,stream,util};
