/** `write_file` and `patch`: the tools that change files. */
import { chmodSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { dirname, relative } from "node:path";
import { z } from "zod";
import { messageOf } from "#core/text/fault.ts";
import { defineTool, ToolFault } from "../define-tool.ts";
import type { Tool } from "../index.ts";
import type { Places } from "./places.ts";
import type { Git } from "./repository.ts";

/** The tools that change files. */
export function createChangeTools(places: Places, git: Git): readonly Tool[] {
  return [
    defineTool({
      name: "write_file",
      description:
        "Writes a whole text file: makes it, with the folders it needs, or replaces what it says. " +
        "For a small change to a long file `patch` is better.",
      readsOnly: false,
      input: z.strictObject({
        path: z.string().min(1).describe("The file, relative to the workspace."),
        content: z.string().max(5_000_000).describe("All of its text."),
      }),
      run: ({ path, content }) => Promise.resolve(writeWhole(places, path, content)),
    }),
    defineTool({
      name: "patch",
      description:
        "Applies a unified diff with paths relative to the workspace (`--- a/x`, `+++ b/x`, " +
        "`@@ … @@`): all of it, or nothing if a part does not fit.",
      readsOnly: false,
      input: z.strictObject({ patch: z.string().min(1).max(5_000_000) }),
      async run({ patch }, { signal }) {
        const input = patch.endsWith("\n") ? patch : `${patch}\n`;
        const ask = (...args: string[]): Promise<string> =>
          git.askAnywhere({ args, cwd: places.root, input, signal });
        const counting = await countingFor(ask);
        const top = (await ask("rev-parse", "--show-prefix")).trim();
        const listed = namesIn(await ask("apply", ...counting, "--numstat", "-z", "-"));
        // Git names files from the repository's top, and leaves out those above this folder.
        const files = listed.map((file) => places.locate(relative(top, file)).name);
        await ask("apply", ...counting, "--whitespace=nowarn", "-");
        return `changed ${files.join(", ")}`;
      },
    }),
  ];
}

/** Models miscount lines: if a patch doesn't fit as it stands, its counts are made anew. */
async function countingFor(ask: (...args: string[]) => Promise<string>): Promise<string[]> {
  try {
    await ask("apply", "--check", "-");
    return [];
  } catch (reason) {
    if (!(reason instanceof ToolFault)) throw reason;
    return ask("apply", "--check", "--recount", "-").then(
      () => ["--recount"],
      () => Promise.reject(reason),
    );
  }
}

/** The files of `git apply --numstat -z`: `added\tremoved\tname`. */
function namesIn(numbers: string): readonly string[] {
  return numbers
    .split("\0")
    .filter((entry) => entry !== "")
    .map((entry) => entry.split("\t").at(-1) ?? "");
}

/** Writes beside the file and renames, so that nobody ever reads a half. */
function writeWhole(places: Places, path: string, content: string): string {
  const { absolute, name } = places.locate(path);
  const before = statSync(absolute, { throwIfNoEntry: false });
  if (before?.isDirectory() === true) throw new ToolFault(`\`${path}\` is a folder`);
  if (before !== undefined && !before.isFile()) {
    throw new ToolFault(`\`${path}\` is no ordinary file`);
  }
  const beside = `${absolute}.${randomBytes(6).toString("hex")}`;
  try {
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(beside, content, { flag: "wx" });
    if (before !== undefined) chmodSync(beside, before.mode);
    renameSync(beside, absolute);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new ToolFault(`\`${path}\` can't be written: ${messageOf(error)}`);
  }
  const size = Buffer.byteLength(content);
  return `${before === undefined ? "made" : "replaced"} ${name} (${size} bytes)`;
}
