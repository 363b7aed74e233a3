/**
 * Bundles the entry points for `dist/`, in memory.
 *
 * The same sources give the same bytes. What is imported dynamically becomes a chunk of its own,
 * so that a start loads neither SDKs nor an HTTP client.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";
import type { BuildOptions, Metafile, Plugin } from "esbuild";
import { takeBuiltins } from "./builtins.ts";
import { compileStart } from "./code-cache.ts";
import { compileEarly, gatherEarly, readEarly } from "./early.ts";
import { skipFacades } from "./facades.ts";
import { collectLicenses } from "./licenses.ts";
import { laterParts } from "./later-parts.ts";
import { loadAtOnce, moveLater } from "./later.ts";
import { findStartFiles, shortenNames } from "./shorten.ts";
import { keepTogether, lazyTokens } from "./together.ts";

/** A file of `dist/`, without its ending, its source, and what is in one file; if nothing is, all of it. */
interface Program {
  readonly name: string;
  readonly source: string;
  readonly groups: readonly string[];
  /**
   * Whether it starts with compiled code. Not the command line: it is started by any Node, which keeps
   * code that it compiled itself, of modules alone. A file without exports can't be a script.
   */
  readonly isCompiled?: boolean;
}

const programs: readonly Program[] = [
  {
    name: "action/index",
    source: "src/action/index.ts",
    groups: ["src/action/run.ts", "src/action/simulation.ts"],
    isCompiled: true,
  },
  { name: "action/post", source: "src/action/post.ts", groups: [] },
  {
    name: "cli/index",
    source: "src/cli/index.ts",
    groups: ["src/cli/main.ts", "src/cli/compile.ts", "src/cli/commands/validate.ts"],
  },
];

/** What a build gives. */
export interface Bundle {
  /** Content by path inside `dist/`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly metafile: Metafile;
}

/** Whether files that a start reads have short names, as in `dist/`, or those of the sources. */
export type Names = "short" | "own";

/**
 * Bundles all programs that lie in `root`.
 *
 * Each on its own: code shared among programs would be cut into dozens of small chunks, and every
 * file that a start has to find and read costs more than the bytes in it.
 */
export async function bundle(root: string, names: Names = "short"): Promise<Bundle> {
  const files = new Map<string, Uint8Array>();
  const metafile: Metafile = { inputs: {}, outputs: {} };
  for (const program of programs) {
    if (!existsSync(join(root, program.source))) continue;
    const bundled = await bundleProgram(root, program, names);
    for (const [path, content] of bundled.files) files.set(path, content);
    Object.assign(metafile.inputs, bundled.metafile.inputs);
    Object.assign(metafile.outputs, bundled.metafile.outputs);
  }
  files.set("licenses.txt", new TextEncoder().encode(collectLicenses(root, metafile)));
  return { files, metafile };
}

/** Writes all files of a build into a folder. */
export function writeBundle({ files }: Bundle, folder: string): void {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

async function bundleProgram(root: string, program: Program, names: Names): Promise<Bundle> {
  const dist = join(root, "dist");
  const options = optionsOf(root, program);
  const { groups } = program;
  const together = groups.length === 0 ? [] : [await keepTogether(options, groups)];
  const plugins = [...together, ...options.plugins];
  const { outputFiles, metafile } = await build({
    ...options,
    plugins,
    metafile: true,
    write: false,
  });
  const start = findStartFiles(metafile, [program.source, ...groups]);
  const bundled = new Map(outputFiles.map(({ path, text }) => [relative(root, path), text]));
  const early = readEarly(root, program.name);
  const files = new Map<string, Uint8Array>();
  for (const [path, text] of skipFacades(bundled, metafile.outputs)) {
    const isShort = names === "short" && start.has(path);
    const code = isShort ? compileEarly(await shortenNames(gatherEarly(text, early))) : text;
    const whole = takeBuiltins(loadAtOnce(code));
    const place = relative(dist, join(root, path));
    if (isShort && program.isCompiled === true) {
      const compiled = compileStart({ root, path: place, code: whole });
      for (const [name, content] of compiled) files.set(name, content);
    } else files.set(place, new TextEncoder().encode(whole));
  }
  return { files, metafile };
}

function optionsOf(root: string, { name, source, groups }: Program) {
  const later = groups.length === 0 ? [] : [moveLater(root, laterParts)];
  return {
    absWorkingDir: root,
    entryPoints: { [name]: source },
    outdir: join(root, "dist"),
    outExtension: { ".js": ".mjs" },
    chunkNames: `${dirname(name)}/chunks/[name]-[hash]`,
    bundle: true,
    splitting: true,
    minifySyntax: true,
    minifyWhitespace: true,
    format: "esm",
    platform: "node",
    target: "node20",
    charset: "ascii",
    legalComments: "none",
    // Its module build: names imported dynamically from a bundled CommonJS one are undefined.
    alias: { yaml: join(root, "node_modules/yaml/browser/index.js") },
    plugins: [lazyIdentityTokens(root), withoutUnused(), ...later],
    logLevel: "error",
  } satisfies BuildOptions;
}

/**
 * Keeps the HTTP client of `@actions/core`, which only its identity tokens use, out of every start.
 *
 * The module is replaced by one that imports the real one when a token is asked for.
 */
function lazyIdentityTokens(root: string): Plugin {
  const namespace = lazyTokens;
  return {
    name: "lazy-identity-tokens",
    setup(plugin) {
      plugin.onResolve({ filter: /^\.\/oidc-utils\.js$/ }, ({ resolveDir, namespace: from }) => {
        const path = join(resolveDir, "oidc-utils.js");
        return from === namespace ? { path } : { path: relative(root, path), namespace };
      });
      plugin.onLoad({ filter: /./, namespace }, ({ path }) => ({
        resolveDir: join(root, path, ".."),
        contents: `export class OidcClient {
          static async getIDToken(audience) {
            const { OidcClient } = await import("./oidc-utils.js");
            return OidcClient.getIDToken(audience);
          }
        }`,
      }));
    },
  };
}

/**
 * Leaves out what is not used of `@actions/core`: its summary, and what it finds out of the machine.
 *
 * At each start they would load the promises of `node:fs`, and all that runs programs.
 */
function withoutUnused(): Plugin {
  return {
    name: "without-unused",
    setup(plugin) {
      plugin.onResolve({ filter: /^\.\/(?:summary|platform)\.js$/ }, ({ path, resolveDir }) => ({
        path: join(resolveDir, path),
        sideEffects: false,
      }));
    },
  };
}
