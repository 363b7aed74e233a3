import{runGit}from"./chunk-6RBKCFPY.mjs";import"./chunk-267M6Z2U.mjs";import"./chunk-NWMHVTKA.mjs";import"./chunk-SQWZFI4W.mjs";import"./chunk-MDSWNSND.mjs";export{runGit};
