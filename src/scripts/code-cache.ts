/**
 * Has what every start loads compiled before it is started.
 *
 * V8 takes nearly half of a start to compile the file that all starts need. Node takes code that V8
 * compiled earlier with scripts, not with modules: so the file becomes a script with its code cache
 * beside it, and a module in its place runs the script and exports what that returns. V8 takes a cache
 * that was made by its own version, with its own flags, for a text of the same length, and compiles
 * the script if there is no such cache. It compares neither the texts, so names have the text's hash,
 * nor what is in the cache with what was: that is as safe as the other files of `dist/`.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { toScript } from "./to-script.ts";

/** What takes a module's place, by paths inside `dist/`: a module, a script and its cache. */
export type StartFiles = ReadonlyMap<string, Uint8Array>;

/** A bundled module that a start loads. */
export interface StartModule {
  /** Where the project lies. */
  readonly root: string;
  /** Inside of `dist/`. */
  readonly path: string;
  readonly code: string;
  /** Of the machine that builds; as Node calls its own. */
  readonly platform?: string;
}

/** Where caches are made: what most jobs run on, continuous integration among them. */
const makerPlatform = "linux-x64";

/** Writes the version of its V8, and the cache of the script that it reads. */
const maker = `
const { readFileSync } = require("node:fs");
const { Script } = require("node:vm");
const cache = new Script(readFileSync(0, "latin1")).createCachedData();
process.stdout.write(process.versions.v8 + " " + cache.toString("base64"));
`;

/** Characters; a shorter file is compiled sooner than a cache is found. */
const leastLength = 50_000;

/** A bundled module with its script and cache; as it is if it is short or can't be a script. */
export function compileStart(module: StartModule): StartFiles {
  const { root, path, code, platform = `${process.platform}-${process.arch}` } = module;
  const script = code.length < leastLength ? undefined : toScript(code);
  if (script === undefined) return new Map([[path, encode(code)]]);
  const hash = createHash("sha256").update(script.text).digest("hex").slice(0, 8).toUpperCase();
  const base = `start-${hash}`;
  const folder = dirname(path);
  const caches =
    platform === makerPlatform
      ? makeCache(root, base, script.text)
      : keepCache(join(root, "dist", folder), base);
  return new Map([
    [path, encode(moduleOf(base, script.exported))],
    ...[[`${base}.js`, encode(script.text)] as const, ...caches].map(
      ([name, content]) => [`${folder}/${name}`, content] as const,
    ),
  ]);
}

/** A module that runs the script with its cache, if there is one for this V8. */
function moduleOf(base: string, exported: readonly string[]): string {
  const names = exported.map((name, index) => ({ name, own: `_${index}` }));
  return [
    `const{${names.map(({ name, own }) => `${name}:${own}`).join()}}=(()=>{`,
    'const{readFileSync}=process.getBuiltinModule("node:fs"),{Script}=process.getBuiltinModule("node:vm");',
    `const path=import.meta.dirname+"/${base}",filename=path+".js",{versions,platform,arch}=process;`,
    "let cachedData;",
    `try{cachedData=readFileSync(\`\${path}.\${versions.v8}-\${platform}-\${arch}.bin\`)}catch{}`,
    'const script=new Script(readFileSync(filename,"latin1"),{filename,cachedData});',
    "return script.runInThisContext()((name,how)=>import(name,how),import.meta)})();",
    `export{${names.map(({ name, own }) => `${own} as ${name}`).join()}};`,
  ].join("");
}

/** The cache that the pinned Node makes; the same of the same text. */
function makeCache(root: string, base: string, text: string): [string, Uint8Array][] {
  const node = join(root, "node_modules/node/bin/node");
  // Hashes of names are in the cache, and are random without a seed of their own.
  const { stdout, stderr, error } = spawnSync(node, ["--random-seed=1", "--eval", maker], {
    input: text,
    encoding: "utf8",
    maxBuffer: 1e9,
    env: {},
  });
  if (error !== undefined)
    throw new Error(`the pinned Node can't be started; run \`npm ci\``, { cause: error });
  const [version = "", cache] = stdout.split(" ");
  // Before its reason V8 shows the line, which is the whole text.
  const reason = /^\w*Error: .*$/m.exec(stderr)?.[0] ?? "";
  if (cache === undefined) throw new Error(`${base}.js can't be compiled: ${reason}`);
  return [[`${base}.${version}-${makerPlatform}.bin`, Buffer.from(cache, "base64")]];
}

/** The committed one, where none can be made. */
function keepCache(folder: string, base: string): [string, Uint8Array][] {
  if (!existsSync(folder)) return [];
  const kept = readdirSync(folder).filter(
    (name) => name.startsWith(`${base}.`) && name.endsWith(".bin"),
  );
  return kept.map((name) => [name, readFileSync(join(folder, name))]);
}

/** Read as Latin-1, in which V8 keeps a text in half the memory. */
function encode(code: string): Uint8Array {
  if (/[^\0-\x7F]/.test(code)) throw new Error("a start file has more than ASCII");
  return Buffer.from(code, "latin1");
}
