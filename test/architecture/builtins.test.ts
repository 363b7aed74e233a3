import { expect, it } from "vitest";
import { takeBuiltins } from "#src/scripts/builtins.ts";

const crypto = 'globalThis.process.getBuiltinModule("node:crypto")';

it.each([
  ['import{readFileSync as read}from"node:fs";', "fs", "const{readFileSync:read}="],
  ['a();import path,{join}from"path";', "path", "const path="],
  ['import*as util from"node:util";', "util", "const util="],
])("takes modules of Node from the process: %s", (code, name, begin) => {
  expect(takeBuiltins(code)).toContain(
    `${begin}globalThis.process.getBuiltinModule("node:${name}");`,
  );
});

it("calls functions of big modules when they are needed", () => {
  expect(takeBuiltins('import{createHash as h,Hash}from"node:crypto";')).toBe(
    `const h=(...given)=>${crypto}.createHash(...given);const{Hash:Hash}=${crypto};`,
  );
});

it.each(['import{a}from"./chunk.mjs";', 'import("node:fs");', 'x.import({from:"node:fs"});'])(
  "leaves everything else: %s",
  (code) => {
    expect(takeBuiltins(code)).toBe(code);
  },
);

it("puts a `require` behind the first line of a program that needs one", () => {
  expect(takeBuiltins('#!/usr/bin/env node\nrequire("x");')).toMatch(
    /^#!\/usr\/bin\/env node\nconst require=.*;require\("x"\);$/,
  );
});
