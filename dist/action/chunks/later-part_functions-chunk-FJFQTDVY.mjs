import{$Command as Command}from"./chunk-FJFQTDVY.mjs";
const os=new Proxy({},{get:(_,name)=>globalThis.process.getBuiltinModule("node:os")[name]});
function toCommandValue(input){return input==null?"":typeof input=="string"||input instanceof String?input:JSON.stringify(input)}
function issueCommand(command,properties,message){let cmd=new Command(command,properties,message);process.stdout.write(cmd.toString()+os.EOL)}
function escapeProperty(s){return toCommandValue(s).replace(/%/g,"%25").replace(/\r/g,"%0D").replace(/\n/g,"%0A").replace(/:/g,"%3A").replace(/,/g,"%2C")}
export{toCommandValue,issueCommand,escapeProperty};