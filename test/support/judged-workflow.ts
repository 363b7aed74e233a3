/** A workflow with one judge, in a folder of its own, run on the command line. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFolder, iter } from "./command-line.ts";
import type { Said } from "./command-line.ts";

/** It takes `title`, and publishes a verdict. */
export const judgedWorkflow = `vars:
  title: string
  count: int = 1
  tags: string[] = ["a"]

schema verdict:
  approved: bool
  note: string

judge review:
  model: "simulate/any"
  output: verdict
  publish: verdict

workflow w:
  entry: review
  review -> done when approved
  review -> fail when not approved
`;

/** A folder with the workflow as `w.iter`, and other files. */
export function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const cwd = createFolder();
  for (const [name, text] of Object.entries({ "w.iter": judgedWorkflow, ...files })) {
    writeFileSync(join(cwd, name), text);
  }
  return cwd;
}

/** Runs the workflow with the simulator. */
export async function runJudged(cwd: string, ...words: readonly string[]): Promise<Said> {
  return iter(["run", "w.iter", "--simulate", ...words], { cwd });
}
