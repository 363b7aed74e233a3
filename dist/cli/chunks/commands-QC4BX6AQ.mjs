import{commands}from"./chunk-AH72FYQS.mjs";import"./chunk-4STW4RJR.mjs";import"./chunk-Y6UHOWQT.mjs";import"./chunk-E7ZZFIDN.mjs";export{commands};
