var levels=["none","read","triage","write","maintain","admin"];export{levels};
