/** Finds the file of tools that belongs to a workflow. */
import { readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { Refusal } from "#core/run/failure.ts";

/** A file of tools. */
export interface ToolsText {
  readonly path: string;
  readonly text: string;
}

/** Where to look. */
export interface ToolsPlace {
  /** What the paths are relative to. */
  readonly base: string;
  /** The workflow's file, by which the file of its tools is named. */
  readonly workflow: string;
  /** A file that was asked for by name. */
  readonly named?: string | undefined;
}

/** The file that was named, else `<workflow>.tools.yaml` beside the workflow, else `iter.tools.yaml` there. */
export function findToolsFile({ base, workflow, named }: ToolsPlace): ToolsText | undefined {
  if (named !== undefined) {
    const found = read(base, named);
    if (found) return found;
    throw new Refusal("INPUT_INVALID", `There is no file of tools \`${named}\`.`, {
      hint: "check the path after `--tools`",
    });
  }
  const own = `${basename(workflow).replace(/\.iter$/, "")}.tools.yaml`;
  const beside = dirname(workflow);
  return read(base, join(beside, own)) ?? read(base, join(beside, "iter.tools.yaml"));
}

function read(base: string, path: string): ToolsText | undefined {
  try {
    return { path, text: readFileSync(resolve(base, path), "utf8") };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new Refusal(
      "INPUT_INVALID",
      `The tools in \`${path}\` can't be read (${String(code)}).`,
      {
        cause: error,
      },
    );
  }
}
