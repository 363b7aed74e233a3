/** Finds the files that a job names: the workflow, a recipe, a script. */
import { closeSync, openSync, readSync, readdirSync, statSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { Refusal } from "#core/run/failure.ts";
import { largestSource } from "#core/text/decode.ts";
import { suggest } from "#core/text/suggest.ts";
import { workflowEndings } from "#src/github/workflow-names.ts";

/** A file, as it is named in messages, and its bytes; at most one more than a source file may have. */
export interface NamedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What sort of file an input names, and where it is looked for beside the path itself. */
export interface FileSort {
  readonly input: string;
  readonly what: string;
  /** Below the workspace: there a name will do, with or without its ending. */
  readonly folder: string | null;
  readonly endings: readonly string[];
}

/** Workflows. */
export const workflowFiles: FileSort = {
  input: "workflow",
  what: "workflow",
  folder: join(".github", "iter"),
  endings: workflowEndings,
};

/** Recipes. */
export const recipeFiles: FileSort = {
  input: "recipe",
  what: "recipe",
  folder: join(".github", "iter", "recipes"),
  endings: [".json", ".yaml", ".yml"],
};

/** Scripts of the simulator. */
export const scriptFiles: FileSort = {
  input: "simulate",
  what: "script",
  folder: null,
  endings: [".yaml", ".yml"],
};

/**
 * Reads the file that an input names: a path from the workspace, a whole path, or a name.
 *
 * @throws Refusal `INPUT_INVALID` if there is no such file, or nothing that can be read as text.
 */
export function readNamedFile(workspace: string, name: string, sort: FileSort): NamedFile {
  const places = candidates(name, sort).map((candidate) => resolve(workspace, candidate));
  const place = places.find((each) => kindOf(each) === "file");
  if (place === undefined) {
    const folder = places.find((each) => kindOf(each) === "folder");
    throw folder === undefined
      ? refuseMissing(workspace, name, sort)
      : refuse(sort, `\`${name}\` is a folder.`, adviceFor(folder, sort));
  }
  const path = pathFrom(workspace, place);
  const bytes = readCapped(place, path, sort);
  if (!bytes.subarray(0, 8_000).includes(0)) return { path, bytes };
  throw refuse(sort, `\`${path}\` is no text but binary data.`, `name a ${sort.what}`);
}

/** A path as messages and annotations show it: from the workspace where it lies in it. */
function pathFrom(workspace: string, place: string): string {
  const path = relative(workspace, place);
  return path.startsWith("..") ? place : path;
}

/** Where a name may lie, in the order in which it is looked for. */
export function candidates(name: string, { folder, endings }: FileSort): string[] {
  if (folder === null) return [name];
  return [name, join(folder, name), ...endings.map((ending) => join(folder, `${name}${ending}`))];
}

function kindOf(path: string): "file" | "folder" | undefined {
  try {
    return statSync(path).isDirectory() ? "folder" : "file";
  } catch {
    return undefined;
  }
}

function readCapped(place: string, path: string, sort: FileSort): Uint8Array {
  try {
    const file = openSync(place, "r");
    try {
      const bytes = Buffer.alloc(Math.min(statSync(place).size, largestSource + 1));
      return bytes.subarray(0, readSync(file, bytes));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw refuse(sort, `\`${path}\` can't be read (${code}).`, "check its permissions");
  }
}

function refuseMissing(workspace: string, name: string, sort: FileSort): Refusal {
  const folder = sort.folder === null ? workspace : join(workspace, sort.folder);
  const known = filesIn(folder, sort);
  const nearest = suggest(
    stemOf(basename(name), sort),
    known.map((file) => stemOf(file, sort)),
  );
  const file = known.find((each) => stemOf(each, sort) === nearest);
  const shown = sort.folder === null ? file : nearest;
  const place = sort.folder === null ? "" : `, or a name under ${sort.folder}`;
  return refuse(
    sort,
    `There is no ${sort.what} \`${name}\`.`,
    shown === undefined
      ? `is the repository checked out? give a path from its root${place}`
      : `did you mean \`${shown}\`?`,
  );
}

/** A file's name without the ending that such files have. */
function stemOf(name: string, { endings }: FileSort): string {
  const ending = endings.find((each) => name.endsWith(each));
  return ending === undefined ? name : name.slice(0, -ending.length);
}

function adviceFor(folder: string, sort: FileSort): string {
  const [first] = filesIn(folder, sort);
  return first === undefined
    ? `name a ${sort.what}, a file that ends in ${sort.endings.join(" or ")}`
    : `name a file in it, such as \`${first}\``;
}

function filesIn(folder: string, { endings }: FileSort): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => endings.some((ending) => name.endsWith(ending)))
      .toSorted();
  } catch {
    return [];
  }
}

function refuse({ input }: FileSort, message: string, hint: string): Refusal {
  return new Refusal("INPUT_INVALID", message, { hint, errors: [{ field: input, message }] });
}
