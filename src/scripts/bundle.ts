/**
 * Bundles the entry points for `dist/`, in memory.
 *
 * The same sources give the same bytes. What is imported dynamically becomes a chunk of its own,
 * so that a start loads neither SDKs nor an HTTP client.
 */
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { build } from "esbuild";
import type { Metafile, Plugin } from "esbuild";
import { collectLicenses } from "./licenses.ts";

/** Entry points and the file that each becomes. */
const entries: Readonly<Record<string, string>> = {
  "action/index": "src/action/index.ts",
  "action/post": "src/action/post.ts",
  "cli/index": "src/cli/index.ts",
};

/** CommonJS packages inside an ES module look for a `require`. */
const banner =
  'import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);';

/** What a build gives. */
export interface Bundle {
  /** Content by path inside `dist/`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly metafile: Metafile;
}

/** Bundles all entry points that lie in `root`. */
export async function bundle(root: string): Promise<Bundle> {
  const dist = join(root, "dist");
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      Object.entries(entries).filter(([, source]) => existsSync(join(root, source))),
    ),
    outdir: dist,
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    charset: "utf8",
    legalComments: "none",
    banner: { js: banner },
    // Its module build: names imported dynamically from a bundled CommonJS one are undefined.
    alias: { yaml: join(root, "node_modules/yaml/browser/index.js") },
    plugins: [lazyIdentityTokens(root)],
    metafile: true,
    write: false,
    logLevel: "error",
  });
  const files = new Map(outputFiles.map((file) => [relative(dist, file.path), file.contents]));
  files.set("licenses.txt", new TextEncoder().encode(collectLicenses(root, metafile)));
  return { files, metafile };
}

/**
 * Keeps the HTTP client of `@actions/core`, which only its identity tokens use, out of every start.
 *
 * The module is replaced by one that imports the real one when a token is asked for.
 */
function lazyIdentityTokens(root: string): Plugin {
  const namespace = "lazy";
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
