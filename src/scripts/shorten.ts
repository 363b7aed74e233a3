/**
 * Shortens the names in the files that every start reads: a fifth of the time that Node takes to
 * understand them.
 *
 * All other files keep their names, so that a stack says where something went wrong.
 */
import { transform } from "esbuild";
import type { Metafile } from "esbuild";

/** Paths of the bundled files that a start loads: those of modules, and all that they import statically. */
export function findStartFiles(
  { outputs }: Metafile,
  modules: readonly string[],
): ReadonlySet<string> {
  const found = new Set(
    Object.keys(outputs).filter((path) => modules.some((one) => has(outputs[path], one))),
  );
  for (const path of found) {
    for (const { kind, path: next } of outputs[path]?.imports ?? [])
      if (kind !== "dynamic-import" && next in outputs) found.add(next);
  }
  return found;
}

function has(output: Metafile["outputs"][string] | undefined, module: string): boolean {
  return output !== undefined && module in output.inputs;
}

/** A bundled file with short names; what it exports and imports stays called the same. */
export async function shortenNames(code: string): Promise<string> {
  const shortened = await transform(code, {
    format: "esm",
    target: "node20",
    charset: "ascii",
    legalComments: "none",
    minifyIdentifiers: true,
    minifyWhitespace: true,
  });
  return shortened.code;
}
