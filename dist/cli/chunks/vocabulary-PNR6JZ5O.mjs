import{vocabulary}from"./chunk-4WEUCXFE.mjs";import"./chunk-PDDKXALN.mjs";import"./chunk-E7ZZFIDN.mjs";export{vocabulary};
