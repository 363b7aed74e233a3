/**
 * Leaves out what a start would find, read and link for nothing.
 *
 * esbuild makes a file that only hands on what another one has of each module that is imported
 * dynamically and shared besides, and it lets files import its own functions that don't use them.
 */
import { basename } from "node:path";
import type { Metafile } from "esbuild";

/** The outputs of a build by their paths, as esbuild's metafile has them. */
type Outputs = Metafile["outputs"];

/** A file that takes names from one other and gives them; it may import more for what it does. */
const form =
  /^(?:import"[^"]+";)*import\{(?<taken>[^}]*)\}from"\.\/(?<from>[^"]+)";(?:import"[^"]+";)*export\{(?<given>[^}]*)\};\s*$/;

/** The files without those that only hand on; what they had is imported from where it is. */
export function skipFacades(
  files: ReadonlyMap<string, string>,
  outputs: Outputs,
): ReadonlyMap<string, string> {
  const silent = Object.keys(outputs)
    .filter((path) => isSilent(outputs, path))
    .map((path) => new RegExp(String.raw`import"\./(?:chunks/)?${basename(path)}";`));
  const behind = new Map<string, string>();
  for (const [path, code] of files) {
    const { taken, from = "", given } = form.exec(code)?.groups ?? {};
    const isFacade = from !== "" && sorted(taken) === sorted(given);
    if (isFacade && reachesAll(outputs, path, from)) behind.set(basename(path), from);
  }
  const lighten = (code: string): string =>
    silent
      .reduce((text, name) => text.replace(name, ""), code)
      .replaceAll(
        /(?<=\bimport\("\.\/(?:chunks\/)?)[^"/]+(?="\))/g,
        (name) => behind.get(name) ?? name,
      );
  const kept = Array.from(files).filter(([path]) => !behind.has(basename(path)));
  return new Map(kept.map(([path, code]) => [path, lighten(code)]));
}

/** True for a file of esbuild's own functions, which does nothing by itself. */
function isSilent(outputs: Outputs, path: string): boolean {
  return path.includes("/chunk-") && Object.keys(outputs[path]?.inputs ?? {}).length === 0;
}

/** Names in one order; what is called something else on the way differs. */
function sorted(names = ""): string {
  return names.split(",").sort().join();
}

/** True if a file imports, at some remove, all that its facade does. */
function reachesAll(outputs: Outputs, facade: string, name: string): boolean {
  const needed = importsOf(outputs, facade);
  const from = needed.find((path) => basename(path) === name);
  const reached = new Set(from === undefined ? [] : [from]);
  for (const path of reached) for (const next of importsOf(outputs, path)) reached.add(next);
  return needed.every((path) => reached.has(path) || isSilent(outputs, path));
}

function importsOf(outputs: Outputs, path: string): readonly string[] {
  const imports = outputs[path]?.imports ?? [];
  return imports.filter(({ kind }) => kind === "import-statement").map((one) => one.path);
}
