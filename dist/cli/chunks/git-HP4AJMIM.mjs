import{runGit}from"./chunk-ICRCX7VW.mjs";import"./chunk-267M6Z2U.mjs";import"./chunk-OWBK2Z44.mjs";import"./chunk-SQWZFI4W.mjs";import"./chunk-Z3LSADN5.mjs";export{runGit};
