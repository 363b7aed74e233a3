/** `git_diff`, `git_status` and `git_log`: what changed, now and before. */
import { z } from "zod";
import { defineTool } from "../define-tool.ts";
import type { Tool } from "../index.ts";
import { firstLines } from "../excerpt.ts";
import type { Places } from "./places.ts";
import type { Git } from "./repository.ts";

const commit = z
  .string()
  .regex(/^[^-\s][^\s]*$/u, "write a commit, branch or tag, such as `main` or `HEAD~2`");
const pathInput = z.string().min(1).optional().describe("Only this file or folder.");

/** The tools that ask git. */
export function createGitTools(places: Places, git: Git): readonly Tool[] {
  const cwd = places.root;
  const only = (path: string | undefined): readonly string[] =>
    path === undefined ? ["--"] : ["--", `:(literal)${places.locate(path).name}`];
  const tell = (output: string, nothing: string, advice: string): string => {
    const lines = output.trimEnd().split("\n");
    return output.trim() === "" ? nothing : firstLines(lines, advice);
  };

  return [
    defineTool({
      name: "git_diff",
      description:
        "Shows changes as a unified diff. Without `base`: of the working tree against the last " +
        "commit. With `base`: since the working tree, or `head`, left that commit or branch.",
      readsOnly: true,
      input: z.strictObject({
        base: commit.optional(),
        head: commit.optional().describe("Compare up to this commit, not the working tree."),
        staged: z.boolean().optional().describe("Only what is staged."),
        stat: z.boolean().optional().describe("Only names of files and counts of lines."),
        path: pathInput,
      }),
      async run({ base, head, staged = false, stat = false, path }, { signal }) {
        const args = [
          ...["diff", "--no-ext-diff", "--no-textconv", "--no-color", "--find-renames"],
          ...(stat ? ["--stat=120"] : []),
          ...(staged ? ["--cached"] : []),
          ...(base !== undefined && head === undefined ? ["--merge-base"] : []),
          "--end-of-options",
          head === undefined ? (base ?? "HEAD") : `${base ?? "HEAD"}...${head}`,
          ...only(path),
        ];
        return tell(
          await git.ask({ args, cwd, signal }),
          "no changes",
          "name a `path`, or ask for `stat`",
        );
      },
    }),
    defineTool({
      name: "git_status",
      description: "Shows the branch and which files are changed, staged or untracked.",
      readsOnly: true,
      input: z.strictObject({}),
      async run(_, { signal }) {
        const args = ["status", "--short", "--branch", "--untracked-files=all"];
        return tell(await git.ask({ args, cwd, signal }), "no changes", "name fewer files");
      },
    }),
    defineTool({
      name: "git_log",
      description: "Lists commits, newest first: hash, date, author, subject.",
      readsOnly: true,
      input: z.strictObject({
        count: z.int().min(1).max(500).optional().describe("Default: 20."),
        ref: commit.optional().describe("Where to begin. Default: HEAD."),
        path: pathInput,
      }),
      async run({ count = 20, ref = "HEAD", path }, { signal }) {
        const args = [
          ...["log", "--no-color", `--max-count=${count}`, "--date=short"],
          ...["--format=%h %ad %an: %s", "--end-of-options", ref],
          ...only(path),
        ];
        return tell(await git.ask({ args, cwd, signal }), "no commits", "ask for fewer commits");
      },
    }),
  ];
}
