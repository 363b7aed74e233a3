import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { compileStart } from "#src/scripts/code-cache.ts";
import { listNodes } from "#support/nodes.ts";

const root = join(import.meta.dirname, "../..");
const pinned = join(root, "node_modules/node/bin/node");
const isMaker = process.platform === "linux" && process.arch === "x64";
const where = isMaker ? "" : " (skipped: caches are made on Linux and x64)";
const long = `const text=${JSON.stringify("long ".repeat(10_000))};`;
const code = `${long}const load=()=>import("./other.mjs");function size(){return text.length}export{load as process,size as default};`;
const path = "chunks/start.mjs";

/** Says how each script that a program makes was made. */
const watch = `
  const vm = require("node:vm");
  const { Script } = vm;
  vm.Script = class extends Script {
    constructor(...given) {
      super(...given);
      process._rawDebug(this.cachedDataRejected === false ? "from its cache" : "compiled");
    }
  };
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "iter-code-"));
  mkdirSync(join(folder, "chunks"));
  for (const [place, content] of compileStart({ root, path, code })) {
    writeFileSync(join(folder, place), content);
  }
  writeFileSync(join(folder, "chunks/other.mjs"), 'export const name="other";');
  writeFileSync(
    join(folder, "main.mjs"),
    'import size,{process as load}from"./chunks/start.mjs";console.log(size(),(await load()).name);',
  );
  writeFileSync(join(folder, "watch.cjs"), watch);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const chunks = (): string[] => readdirSync(join(folder, "chunks")).sort();
const named = (ending: string): string =>
  join(folder, "chunks", chunks().find((name) => name.endsWith(ending)) ?? "");

/** What the program prints on a Node, and on its standard error how its script was made. */
function start(node = pinned): string {
  const args = ["--require", join(folder, "watch.cjs"), join(folder, "main.mjs")];
  const { stdout, stderr } = spawnSync(node, args, { encoding: "utf8" });
  return stderr + stdout;
}

it("makes a script of a module, and a module that exports what the script returns", () => {
  for (const { path: node } of listNodes()) expect(start(node)).toContain("50000 other\n");
});

it("leaves a short module as it is", () => {
  const short = "const a=1;export{a};";

  expect([...compileStart({ root, path, code: short })]).toEqual([[path, Buffer.from(short)]]);
});

it("refuses a text that isn't read as it is written", () => {
  expect(() => compileStart({ root, path, code: code.replace("long", "länger") })).toThrow(
    "a start file has more than ASCII",
  );
});

it.skipIf(!isMaker)(
  `refuses a script that V8 doesn't understand, and says why in a line${where}`,
  () => {
    expect(() => compileStart({ root, path, code: `${long}with(a){};export{text};` })).toThrow(
      /^start-\w{8}\.js can't be compiled: SyntaxError: .{10,80}$/,
    );
  },
);

it("says what is missing where Node isn't installed", () => {
  const place = { root: folder, path, code, platform: "linux-x64" };

  expect(() => compileStart(place)).toThrow("the pinned Node can't be started; run `npm ci`");
});

it.skipIf(!isMaker)(
  `makes the same cache of the same text, one that the pinned Node takes${where}`,
  () => {
    const cache = named(".bin");
    const again = compileStart({ root, path, code });

    expect(chunks()).toEqual([
      "other.mjs",
      expect.stringMatching(/^start-[0-9A-F]{8}\.[0-9.]+-node\.\d+-linux-x64\.bin$/),
      expect.stringMatching(/^start-[0-9A-F]{8}\.js$/),
      "start.mjs",
    ]);
    expect(again.get(cache.slice(folder.length + 1))).toEqual(readFileSync(cache));
    expect(start()).toBe("from its cache\n50000 other\n");
  },
);

it("keeps the committed cache where none can be made", () => {
  const dist = join(folder, "dist/chunks");
  mkdirSync(dist, { recursive: true });
  const place = { root: folder, path, code, platform: "darwin-arm64" };
  const [, script = ""] = compileStart(place).keys();
  const cache = script.replace(/js$/, "9.9-node.9-linux-x64.bin");
  writeFileSync(join(folder, "dist", cache), "kept");
  writeFileSync(join(dist, "start-01234567.9.9-node.9-linux-x64.bin"), "of another text");

  const files = compileStart(place);

  expect([...files.keys()]).toEqual([path, script, cache]);
  expect(String(files.get(cache))).toBe("kept");
});

it.skipIf(!isMaker).each([
  ["is cut off", (cache: Buffer) => cache.subarray(0, cache.length / 2)],
  ["is empty", () => Buffer.alloc(0)],
  [
    "is of another V8",
    (cache: Buffer) => Buffer.concat([cache.subarray(0, 4), Buffer.alloc(8), cache.subarray(12)]),
  ],
])(`starts without a cache that %s${where}`, (_, damage) => {
  const cache = named(".bin");
  writeFileSync(cache, damage(readFileSync(cache)));

  expect(start()).toBe("compiled\n50000 other\n");
});

it.skipIf(!isMaker)(`starts where there is no cache${where}`, () => {
  rmSync(named(".bin"));

  expect(start()).toBe("compiled\n50000 other\n");
});

it.skipIf(!isMaker)(`starts the Action of dist/ from its cache, on the pinned Node${where}`, () => {
  const args = ["--require", join(folder, "watch.cjs"), join(root, "dist/action/index.mjs")];

  expect(spawnSync(pinned, args, { encoding: "utf8", cwd: folder }).stderr).toBe(
    "from its cache\n",
  );
});
