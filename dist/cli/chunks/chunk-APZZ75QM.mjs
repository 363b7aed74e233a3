function isTakenAsFlow(path){return/\.(?:json|yaml|yml)$/.test(path)}export{isTakenAsFlow};
