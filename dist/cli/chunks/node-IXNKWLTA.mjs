import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import{child_process,crypto,fs,os,path,stream,util}from"./chunk-O7IKIZUY.mjs";import"./chunk-SJSVDS7C.mjs";export{child_process,crypto,fs,os,path,stream,util};
