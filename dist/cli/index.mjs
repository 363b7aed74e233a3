#!/usr/bin/env node
var r=(function({enableCompileCache:e}){e?.()});const s=globalThis.process.getBuiltinModule("node:module");r(s);var{exitCodes:t,main:i}=await import("./chunks/chunk-MMCWOSAN.mjs");process.once("exit",o);var c=await i(process.argv.slice(2),process,{stdout:1,stderr:2});process.off("exit",o);process.exit(c);function o(e){e===13&&(process.stderr.write(`error INTERNAL: the command stopped half-way; this is a bug of iter
`),process.exitCode=t.bug)}
