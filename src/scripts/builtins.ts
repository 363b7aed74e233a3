/**
 * Makes a bundled file take Node's own modules from the process, the big ones at their first use.
 *
 * An `import` of `node:fs` makes Node load all its parts, streams and promises among them, and wrap
 * each of its names before the program begins; asking the process for the module does neither.
 */
import { builtinModules } from "node:module";

/** Modules that Node hasn't loaded when a program starts, and that few programs need at once. */
const lazyModules: ReadonlySet<string> = new Set(["child_process", "crypto", "os", "url"]);

/** What CommonJS packages look for; put before a file that has some, and made when one asks. */
const requireLine =
  'const require=name=>process.getBuiltinModule("node:module").createRequire(import.meta.url)(name);';

/** As esbuild writes it: `import a,{b as c}from"node:x";` or `import*as a from"node:x";`. */
const statement =
  /(?<![\w$.])import\s*(?<whole>[\w$]+)?,?\s*(?:\{(?<names>[^}]*)\}|\*\s*as\s+(?<all>[\w$]+))?\s*from\s*"(?:node:)?(?<from>[a-z_/]+)";/g;

/** The file, with its static imports of Node's modules replaced. */
export function takeBuiltins(code: string): string {
  const taken = Array.from(code.matchAll(statement)).reduceRight((text, found) => {
    const { whole, names, all, from = "" } = found.groups ?? {};
    if (!builtinModules.includes(from)) return text;
    const modules = [whole, all].flatMap((name) => (name === undefined ? [] : take(name, from)));
    const line = [...modules, ...takeNames(names ?? "", from)].join("");
    return text.slice(0, found.index) + line + text.slice(found.index + found[0].length);
  }, code);
  if (!/\brequire\(|typeof require\b/.test(taken)) return taken;
  const first = taken.startsWith("#!") ? taken.indexOf("\n") + 1 : 0;
  return taken.slice(0, first) + requireLine + taken.slice(first);
}

/** The whole module; of one that is loaded later, something that asks it for each member. */
function take(name: string, from: string): string {
  const member = `get:(_,name)=>${moduleOf(from)}[name]`;
  return `const ${name}=${lazyModules.has(from) ? `new Proxy({},{${member}})` : moduleOf(from)};`;
}

/** Some members; of a module that is loaded later, functions that call those of their names. */
function takeNames(names: string, from: string): string[] {
  const pairs = names.split(",").flatMap((piece) => {
    const [name = "", own = name] = piece.trim().split(/\s+as\s+/);
    return name === "" ? [] : { name, own, lazy: lazyModules.has(from) && isFunction(name) };
  });
  const fields = pairs.filter(({ lazy }) => !lazy).map(({ name, own }) => `${name}:${own}`);
  return [
    ...pairs
      .filter(({ lazy }) => lazy)
      .map(({ name, own }) => `const ${own}=(...given)=>${moduleOf(from)}.${name}(...given);`),
    ...(fields.length === 0 ? [] : [`const{${fields.join(",")}}=${moduleOf(from)};`]),
  ];
}

/** Classes and tables are no functions that can be called later. */
function isFunction(name: string): boolean {
  return /^[a-z]/.test(name) && !["constants", "webcrypto"].includes(name);
}

function moduleOf(name: string): string {
  return `globalThis.process.getBuiltinModule("node:${name}")`;
}
