import{child_process,crypto,fs,os,path,stream,util}from"./chunk-OMCCE2IW.mjs";import"./chunk-E7ZZFIDN.mjs";export{child_process,crypto,fs,os,path,stream,util};
