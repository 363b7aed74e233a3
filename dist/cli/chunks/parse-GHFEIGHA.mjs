import"./chunk-WTDELR3I.mjs";import"./chunk-4STW4RJR.mjs";import{parse}from"./chunk-G6UDJMC5.mjs";import"./chunk-HFHW5KIA.mjs";import"./chunk-E7ZZFIDN.mjs";export{parse};
