import{main}from"./chunk-Q444FN7O.mjs";import"./chunk-PDDKXALN.mjs";import"./chunk-4STW4RJR.mjs";import"./chunk-E7ZZFIDN.mjs";export{main};
