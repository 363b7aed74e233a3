/** Finds the workflow that a job names. */
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "#core/run/failure.ts";
import { suggest } from "#core/text/suggest.ts";

/** A workflow's file, as it is named in messages, and its bytes. */
export interface WorkflowFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const folder = join(".github", "iter");

/** A path, or a name under .github/iter with or without its extension. */
export function readWorkflowFile(workspace: string, name: string): WorkflowFile {
  const candidates = [name, join(folder, name), join(folder, `${name}.iter`)];
  const path = candidates.find((candidate) => isFile(join(workspace, candidate)));
  if (path !== undefined) return { path, bytes: readFileSync(join(workspace, path)) };
  const known = workflowsIn(join(workspace, folder));
  const nearest = suggest(name.replace(/\.iter$/, ""), known);
  const hint =
    nearest === undefined
      ? "is the repository checked out? give a path from its root, or a name under .github/iter"
      : `did you mean \`${nearest}\`?`;
  throw new Refusal("INPUT_INVALID", `There is no workflow \`${name}\`.`, {
    hint,
    errors: [{ field: "workflow", message: `There is no workflow \`${name}\`.` }],
  });
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

function workflowsIn(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith(".iter"))
    .map((name) => name.slice(0, -".iter".length));
}
