import{runGit}from"./chunk-EVDZT4ZZ.mjs";import"./chunk-4V3KPH2Y.mjs";import"./chunk-ZEYBSR4Z.mjs";import"./chunk-PZPBKNZ3.mjs";import"./chunk-2BBNY4XU.mjs";export{runGit};
