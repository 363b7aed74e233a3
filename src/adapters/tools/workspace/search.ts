/** `search_codebase`: lines that match, found by git, which knows what to leave out. */
import { statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { z } from "zod";
import { defineTool, ToolFault } from "../define-tool.ts";
import type { Tool } from "../index.ts";
import { firstLines } from "../excerpt.ts";
import { folderInput, globInput } from "./files.ts";
import type { Places } from "./places.ts";
import type { Git } from "./repository.ts";

/** The tool that searches files. */
export function createSearchTool(places: Places, git: Git): Tool {
  return defineTool({
    name: "search_codebase",
    description:
      "Finds lines in text files, without files that git ignores: `path:line:text`, one a line. " +
      "`query` is plain text, or with `regex` an extended regular expression.",
    readsOnly: true,
    input: z.strictObject({
      query: z.string().min(1).max(1_000),
      regex: z.boolean().optional().describe("Take `query` for a regular expression."),
      ignore_case: z.boolean().optional(),
      path: folderInput.describe("A folder or file to search. Default: all of the workspace."),
      glob: globInput,
    }),
    async run({ query, regex = false, ignore_case = false, path = ".", glob }, { signal }) {
      if (query.includes("\n")) throw new ToolFault("`query` is one line; search for a part of it");
      const { cwd, prefix, only } = whereIn(places, path);
      const found = await git.askAnywhere(
        {
          args: [
            ...["grep", "--untracked", "--exclude-standard", "--no-color", "-n", "-I", "-z"],
            regex ? "-E" : "-F",
            ...(ignore_case ? ["-i"] : []),
            ...["-e", query, "--"],
            ...(only === undefined ? [] : [`:(literal)${only}`]),
            ...(glob === undefined ? [] : [`:(glob)${glob}`]),
          ],
          cwd,
          signal,
        },
        [1], // nothing found
      );
      const lines = found.split("\n").filter((line) => line !== "");
      const open = lines.flatMap((line) => describeLine(places, prefix, line) ?? []);
      if (open.length === 0) return "nothing found";
      return firstLines(open, "search for something rarer, or name a `path` or a `glob`");
    },
  });
}

interface Where {
  readonly cwd: string;
  /** Before the names of found files. */
  readonly prefix: string;
  /** The one file that is searched. */
  readonly only?: string;
}

function whereIn(places: Places, path: string): Where {
  const { absolute, name } = places.locate(path);
  const found = statSync(absolute, { throwIfNoEntry: false });
  if (found === undefined) throw new ToolFault(`there is no file or folder \`${path}\``);
  const prefixOf = (folder: string): string => (folder === "." ? "" : `${folder}/`);
  if (found.isDirectory()) return { cwd: absolute, prefix: prefixOf(name) };
  return { cwd: dirname(absolute), prefix: prefixOf(dirname(name)), only: basename(absolute) };
}

/** `path\0line\0text` as a model reads it; undefined for files that are closed to tools. */
function describeLine(places: Places, prefix: string, line: string): string | undefined {
  const [file = "", number = "", ...text] = line.split("\0");
  try {
    const { name } = places.locate(`${prefix}${file}`);
    return `${name}:${number}:${text.join("\0")}`;
  } catch {
    return undefined;
  }
}
