import{$exitCodes as exitCodes}from"./index.mjs";
function sayStuck(asked){asked===13&&(process.stderr.write(`error INTERNAL: the command stopped half-way; this is a bug of iter
`),process.exitCode=exitCodes.bug)}
export{sayStuck};