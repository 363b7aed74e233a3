#!/usr/bin/env node
import{exitCodes as r}from"./chunks/chunk-4STW4RJR.mjs";import"./chunks/chunk-E7ZZFIDN.mjs";const s=globalThis.process.getBuiltinModule("node:module");c(s);process.once("exit",o);var{main:i}=await import("./chunks/main-I2ZYPH6L.mjs"),t=await i(process.argv.slice(2),process);process.off("exit",o);process.exit(t);function o(e){e===13&&(process.stderr.write(`error INTERNAL: the command stopped half-way; this is a bug of iter
`),process.exitCode=r.bug)}function c({enableCompileCache:e}){e?.()}
