import{commands}from"./chunk-WTDELR3I.mjs";import"./chunk-4STW4RJR.mjs";import"./chunk-HFHW5KIA.mjs";import"./chunk-E7ZZFIDN.mjs";export{commands};
