import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { compileStart } from "#src/scripts/code-cache.ts";

const root = join(import.meta.dirname, "../..");
const pinned = join(root, "node_modules/node/bin/node");
const isMaker = process.platform === "linux" && process.arch === "x64";
const long = `const text=${JSON.stringify("long ".repeat(10_000))};`;
const code = `${long}const load=()=>import("./other.mjs");function size(){return text.length}export{load,size as length};`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "iter-code-"));
  mkdirSync(join(folder, "chunks"));
  for (const [path, content] of compileStart(root, "chunks/start.mjs", code)) {
    writeFileSync(join(folder, path), content);
  }
  writeFileSync(join(folder, "chunks/other.mjs"), 'export const name="other";');
  writeFileSync(
    join(folder, "main.mjs"),
    'import{length,load}from"./chunks/start.mjs";console.log(length(),(await load()).name);',
  );
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const chunks = (): string[] => readdirSync(join(folder, "chunks")).sort();
const named = (ending: string): string =>
  join(folder, "chunks", chunks().find((name) => name.endsWith(ending)) ?? "");

/** What the program prints on a Node, and on its standard error. */
function start(node = pinned): string {
  const { stdout, stderr } = spawnSync(node, [join(folder, "main.mjs")], { encoding: "utf8" });
  return stdout + stderr;
}

/** Whether the pinned Node refuses a cache for a script. */
function isRejected(script: string, cache: string): string {
  const program = `
    const { Script } = require("node:vm");
    const [text, cachedData] = process.argv.slice(1).map((path) => require("node:fs").readFileSync(path));
    process.stdout.write(String(new Script(text.toString("latin1"), { cachedData }).cachedDataRejected));
  `;
  return spawnSync(pinned, ["--eval", program, script, cache], { encoding: "utf8" }).stdout;
}

it("makes a script of a module, and a module that exports what the script returns", () => {
  expect(start()).toBe("50000 other\n");
  expect(start(process.execPath)).toBe("50000 other\n");
});

it("leaves a short module as it is", () => {
  const short = "const a=1;export{a};";

  expect([...compileStart(root, "chunks/start.mjs", short)]).toEqual([
    ["chunks/start.mjs", Buffer.from(short)],
  ]);
});

it("refuses a text that isn't read as it is written", () => {
  expect(() => compileStart(root, "chunks/start.mjs", code.replace("long", "länger"))).toThrow(
    "a start file has more than ASCII",
  );
});

it.skipIf(!isMaker)("makes the same cache of the same text, one that the pinned Node takes", () => {
  const again = new Map(compileStart(root, "chunks/start.mjs", code));
  const cache = named(".bin");

  expect(chunks()).toEqual([
    "other.mjs",
    expect.stringMatching(/^start-[0-9A-F]{8}\.[0-9.]+-node\.\d+-linux-x64\.bin$/),
    expect.stringMatching(/^start-[0-9A-F]{8}\.js$/),
    "start.mjs",
  ]);
  expect(again.get(cache.slice(folder.length + 1))).toEqual(readFileSync(cache));
  expect(isRejected(named(".js"), cache)).toBe("false");
});

it.skipIf(!isMaker).each([
  ["is cut off", (cache: Buffer) => cache.subarray(0, cache.length / 2)],
  ["is empty", () => Buffer.alloc(0)],
  [
    "is of another V8",
    (cache: Buffer) => Buffer.concat([cache.subarray(0, 4), Buffer.alloc(8), cache.subarray(12)]),
  ],
])("starts without a cache that %s", (_, damage) => {
  const cache = named(".bin");
  writeFileSync(cache, damage(readFileSync(cache)));

  expect(isRejected(named(".js"), cache)).toBe("true");
  expect(start()).toBe("50000 other\n");
});

it.skipIf(!isMaker)("starts where there is no cache", () => {
  rmSync(named(".bin"));

  expect(start()).toBe("50000 other\n");
});

it.skipIf(!isMaker)("has a cache in dist/ that the pinned Node takes, and one alone", () => {
  const chunksOfAction = join(root, "dist/action/chunks");
  const caches = readdirSync(chunksOfAction).filter((name) => name.endsWith(".bin"));
  const [cache = ""] = caches;
  const script = cache.replace(/\..*/, ".js");

  expect(caches).toHaveLength(1);
  expect(isRejected(join(chunksOfAction, script), join(chunksOfAction, cache))).toBe("false");
});
