#!/usr/bin/env node
import{exitCodes}from"./chunks/chunk-4STW4RJR.mjs";import"./chunks/chunk-E7ZZFIDN.mjs";const module=globalThis.process.getBuiltinModule("node:module");cacheCode(module);process.once("exit",sayStuck);var{main}=await import("./chunks/main-FTMEISNB.mjs"),code=await main(process.argv.slice(2),process);process.off("exit",sayStuck);process.exit(code);function sayStuck(asked){asked===13&&(process.stderr.write(`error INTERNAL: the command stopped half-way; this is a bug of iter
`),process.exitCode=exitCodes.bug)}function cacheCode({enableCompileCache}){enableCompileCache?.()}
