/** `list_files` and `tree`: what there is in the workspace, without what git ignores. */
import { lstatSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { defineTool, ToolFault } from "../define-tool.ts";
import type { Tool } from "../index.ts";
import { firstLines } from "../excerpt.ts";
import type { Place, Places } from "./places.ts";
import type { Git } from "./repository.ts";

/** Where a tool looks: a folder, all of the workspace if left out. */
export const folderInput: z.ZodOptional<z.ZodString> = z
  .string()
  .min(1)
  .optional()
  .describe("A folder, relative to the workspace. Default: all of it.");

/** The tools that list files. */
export function createListTools(places: Places, git: Git): readonly Tool[] {
  const look = { places, git };
  return [
    defineTool({
      name: "list_files",
      description:
        "Lists files with their paths, one a line, without those that git ignores. " +
        "`glob` keeps those whose path matches, such as `**/*.ts` or `src/*.json`.",
      readsOnly: true,
      input: z.strictObject({ path: folderInput, glob: globInput }),
      async run({ path, glob }, { signal }) {
        const files = await listFiles({ ...look, signal }, path, glob);
        if (files.length === 0) return "no files";
        return firstLines(files, "name a `path` or a `glob` that fewer files match");
      },
    }),
    defineTool({
      name: "tree",
      description: "Draws folders and files as an indented tree, without those that git ignores.",
      readsOnly: true,
      input: z.strictObject({
        path: folderInput,
        depth: z.int().min(1).max(20).optional().describe("Levels that are drawn. Default: 3."),
      }),
      async run({ path, depth = 3 }, { signal }) {
        const { absolute, name } = folderAt(places, path);
        const files = await listFiles({ ...look, signal }, path);
        const below = files.map((file) => (name === "." ? file : file.slice(name.length + 1)));
        const lines = drawTree(below, depth);
        return firstLines(
          [`${name === "." ? basename(absolute) : name}/`, ...lines],
          "name a `path`, or ask for less `depth`",
        );
      },
    }),
  ];
}

/** A pattern for paths. */
export const globInput: z.ZodOptional<z.ZodString> = z
  .string()
  .min(1)
  .optional()
  .describe("A pattern that paths below `path` must match; `**` goes over folders.");

interface Look {
  readonly places: Places;
  readonly git: Git;
  readonly signal: AbortSignal;
}

/** Names of files, relative to the workspace, in order. */
async function listFiles(look: Look, path?: string, glob?: string): Promise<readonly string[]> {
  const { absolute, name } = folderAt(look.places, path);
  const patterns = glob === undefined ? [] : ["--", `:(glob)${glob}`];
  const listed = await look.git.askAnywhere({
    args: [
      ...["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
      ...patterns,
    ],
    cwd: absolute,
    signal: look.signal,
  });
  return listed
    .split("\0")
    .filter(
      (file) => file !== "" && isThere(join(absolute, file)) && isOpen(look.places, name, file),
    )
    .map((file) => (name === "." ? file : `${name}/${file}`))
    .toSorted();
}

/** The folder that a path means. */
export function folderAt(places: Places, path = "."): Place {
  const place = places.locate(path);
  const found = statSync(place.absolute, { throwIfNoEntry: false });
  if (found === undefined) throw new ToolFault(`there is no folder \`${path}\``);
  if (!found.isDirectory()) throw new ToolFault(`\`${path}\` is a file; name a folder`);
  return place;
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Whether tools may name the file: not one in a folder that is closed to them. */
function isOpen(places: Places, folder: string, file: string): boolean {
  try {
    return places.locate(join(folder, file)).name !== "";
  } catch {
    return false;
  }
}

function drawTree(files: readonly string[], depth: number): string[] {
  const lines: string[] = [];
  const drawn = new Set<string>();
  for (const file of files) {
    const parts = file.split("/");
    for (const [level, part] of parts.entries()) {
      const path = parts.slice(0, level + 1).join("/");
      if (level >= depth || drawn.has(path)) continue;
      drawn.add(path);
      lines.push(`${"  ".repeat(level + 1)}${part}${level < parts.length - 1 ? "/" : ""}`);
    }
  }
  return lines;
}
