/**
 * Moves modules that a start doesn't need into files of their own, loaded at the first call.
 *
 * Reading a function that is never called costs a start nearly as much as calling it. A module of a
 * later part is imported as ever; in the bundle its functions load their part, at once and without
 * a promise, when the first of them is called.
 */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { OnResolveArgs, Plugin } from "esbuild";

/** Modules by the name of the part that they are in. */
export type LaterParts = Readonly<Record<string, readonly string[]>>;

/** How a part is imported. */
export const laterPart = "later-part";

/** Modules in place of others, with functions that load a part. */
const callers = "later-caller";
const loaders = "later-loader";

/** What esbuild makes of a loader's import: only a dynamic one gives a file of its own. */
const loaded = new RegExp(String.raw`import\(("[^"]*/${laterPart}[^"]+")\)`, "g");

/** The bundled file, with its later parts loaded at once; nothing in them may wait for a promise. */
export function loadAtOnce(code: string): string {
  return code.replaceAll(loaded, "require($1)");
}

/** A plugin that makes the parts; each of their modules may export functions alone. */
export function moveLater(root: string, parts: LaterParts): Plugin {
  const partOf = new Map(
    Object.entries(parts).flatMap(([part, paths]) => paths.map((path) => [path, part])),
  );
  return {
    name: "move-later",
    setup(plugin) {
      for (const namespace of [laterPart, loaders]) {
        plugin.onResolve({ filter: new RegExp(`^${namespace}:`) }, ({ path }) => ({
          path: path.slice(namespace.length + 1),
          namespace,
        }));
      }
      plugin.onResolve({ filter: /^(?:#|\.{1,2}\/).*\.ts$/, namespace: "file" }, (args) => {
        const path = pathOf(root, args);
        const part = partOf.get(path);
        const isWithin = part === partOf.get(relative(root, args.importer));
        if (part === undefined || isWithin || args.kind !== "import-statement") return undefined;
        return { path, namespace: callers, sideEffects: false };
      });
      plugin.onLoad({ filter: /./, namespace: callers }, ({ path }) => ({
        resolveDir: root,
        contents: callersOf(partOf.get(path) ?? "", listFunctions(root, path)),
      }));
      plugin.onLoad({ filter: /./, namespace: loaders }, ({ path }) => ({
        resolveDir: root,
        contents: loaderOf(path),
      }));
      plugin.onLoad({ filter: /./, namespace: laterPart }, ({ path }) => ({
        resolveDir: root,
        contents: (parts[path] ?? []).map((one) => exportOf(root, one)).join("\n"),
      }));
    },
  };
}

/** Where a module of ours lies that is imported by layer or from the neighbourhood. */
function pathOf(root: string, { path, resolveDir }: OnResolveArgs): string {
  if (path.startsWith(".")) return relative(root, join(resolveDir, path));
  return join("src", path.replace(/^#(?:src\/)?/, ""));
}

/** What a module is to its part. */
function exportOf(root: string, path: string): string {
  return `export { ${listFunctions(root, path).join(", ")} } from ${JSON.stringify(join(root, path))};`;
}

/** A module that loads a part once. */
function loaderOf(part: string): string {
  return [
    "let part;",
    `export function load() { return (part ??= import("${laterPart}:${part}")); }`,
  ].join("\n");
}

/** A module with functions that each load their part. */
function callersOf(part: string, functions: readonly string[]): string {
  const exported = functions.map(
    (name) => `export function ${name}(...given) { return load().${name}(...given); }`,
  );
  return [`import { load } from "${loaders}:${part}";`, ...exported].join("\n");
}

/** The functions that a module exports; it may export nothing else but types. */
function listFunctions(root: string, path: string): readonly string[] {
  const text = readFileSync(join(root, path), "utf8");
  const exported = Array.from(text.matchAll(/^export (?!type |interface )(?<what>.*)$/gm));
  const names = exported.map(({ groups }) => {
    const name = /^(?:async )?function\*? (\w+)/.exec(groups?.["what"] ?? "")?.[1];
    if (name !== undefined) return name;
    throw new Error(`${path} can't be loaded later: it exports more than functions`);
  });
  return [...new Set(names)];
}
