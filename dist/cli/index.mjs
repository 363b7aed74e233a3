#!/usr/bin/env node
const s=globalThis.process.getBuiltinModule("node:module");c(s);var{exitCodes:r,main:t}=await import("./chunks/chunk-YFNBIDEM.mjs");process.once("exit",o);var i=await t(process.argv.slice(2),process,{stdout:1,stderr:2});process.off("exit",o);process.exit(i);function o(e){e===13&&(process.stderr.write(`error INTERNAL: the command stopped half-way; this is a bug of iter
`),process.exitCode=r.bug)}function c({enableCompileCache:e}){e?.()}
