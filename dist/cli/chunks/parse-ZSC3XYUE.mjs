import"./chunk-AH72FYQS.mjs";import"./chunk-4STW4RJR.mjs";import{parse}from"./chunk-7CAIXJC2.mjs";import"./chunk-Y6UHOWQT.mjs";import"./chunk-E7ZZFIDN.mjs";export{parse};
