/**
 * Keeps modules in one file that are loaded together anyway.
 *
 * esbuild gives every set of programs and lazy parts that share a module a file of its own, and a
 * start then has dozens of files to find, read and link. A lazy part that needs something of a
 * group is made to need all of it, so the group has one set of users.
 */
import { join, relative } from "node:path";
import { build } from "esbuild";
import type { BuildOptions, Metafile, Plugin } from "esbuild";
import { laterPart } from "./later.ts";

/** The namespace of the module that imports the client of identity tokens when one is asked for. */
export const lazyTokens = "lazy-tokens";

/** What lazy parts may be: modules of ours, and packages that use one that is in every start. */
const isOwn = /^src\/|^node_modules\/@actions\//;

/** Modules by their paths, as esbuild's metafile has them. */
type Inputs = Metafile["inputs"];

/**
 * A plugin that keeps each group in one file, named by a module that imports all of it statically.
 *
 * What an earlier group has counts for the earlier one alone. The first is loaded before any lazy
 * part, so all of them are made to need it.
 */
export async function keepTogether(
  options: BuildOptions & { readonly absWorkingDir: string },
  groups: readonly string[],
): Promise<Plugin> {
  const { inputs } = (await build({ ...options, write: false, metafile: true })).metafile;
  const taken = new Set<string>();
  const members = groups.map((root) => {
    const own = [...reach(inputs, root)].filter((path) => !taken.has(path));
    for (const path of own) taken.add(path);
    return { root, own: new Set(own) };
  });
  const needs = (path: string): readonly string[] => {
    const reached = [...reach(inputs, path)];
    return members.flatMap(({ root, own }, index) =>
      index === 0 || reached.some((one) => own.has(one)) ? [root] : [],
    );
  };
  return wrapLazyParts(options.absWorkingDir, needs);
}

/** Everything that a module imports statically, itself included. */
function reach(inputs: Inputs, root: string): ReadonlySet<string> {
  const reached = new Set<string>([root]);
  for (const path of reached) {
    for (const { kind, path: next } of inputs[path]?.imports ?? []) {
      if (kind !== "dynamic-import" && next in inputs) reached.add(next);
    }
  }
  return reached;
}

/** Puts a module before each one that is imported dynamically: it imports the groups as well. */
function wrapLazyParts(root: string, needs: (path: string) => readonly string[]): Plugin {
  const namespace = "lazy-part";
  return {
    name: "keep-together",
    setup(plugin) {
      plugin.onResolve({ filter: /./ }, async (args) => {
        if (args.kind !== "dynamic-import") return undefined;
        if (args.path.startsWith(`${laterPart}:`)) return { path: args.path, namespace };
        if (!["file", lazyTokens].includes(args.namespace)) return undefined;
        const { path, resolveDir, importer } = args;
        const found = await plugin.resolve(path, {
          kind: "import-statement",
          resolveDir,
          importer,
        });
        const own = relative(root, found.path);
        return isOwn.test(own) ? { path: own, namespace } : undefined;
      });
      plugin.onLoad({ filter: /./, namespace }, ({ path }) => ({
        resolveDir: root,
        contents: [
          ...needs(path).map((group) => `import ${JSON.stringify(join(root, group))};`),
          `export * from ${JSON.stringify(path.startsWith(`${laterPart}:`) ? path : join(root, path))};`,
        ].join("\n"),
      }));
    },
  };
}
