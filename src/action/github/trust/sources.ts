/**
 * Fetches what a run is made of from the trusted tree: the workflow, the files of its tools, the
 * project's MCP servers, a recipe, a script. Nothing of it is read from what a pull request changes.
 */
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { openTrustedTree } from "#adapters/github/trusted-tree.ts";
import type { TrustedTree } from "#adapters/github/trusted-tree.ts";
import { isFlowPath } from "#core/languages/flow-path.ts";
import { Refusal } from "#core/run/failure.ts";
import type { Config } from "#src/github/config/config.ts";
import { resolveTreePath } from "#src/github/protected-paths.ts";
import { workflowEndings } from "#src/github/workflow-names.ts";
import type { Inputs } from "#src/action/inputs.ts";
import { candidates, recipeFiles, scriptFiles } from "#src/action/named-file.ts";
import { JobRefusal } from "#src/action/job-refusal.ts";
import type { FileSort, NamedFile } from "#src/action/named-file.ts";
import type { Given } from "#src/action/steps.ts";
import type { Door } from "../door.ts";
import { fetchUsed } from "./used-sources.ts";

/** What a run reads before it starts. */
export interface Sources {
  readonly file: NamedFile;
  readonly given: Given;
}

/** Fetches a workflow by its name or path, and what belongs to it. */
export async function fetchSources(
  { trusted, config }: Door,
  name: string,
  inputs: Inputs,
): Promise<Sources> {
  const folder = folderOf(config);
  const path = await fetchWorkflow(trusted, folder, name);
  const sort = { ...recipeFiles, folder: join(folder, "recipes") };
  const [recipe = inputs.recipe] = await Promise.all([
    fetchNamed(trusted, inputs.recipe, sort),
    fetchBeside(trusted, path, inputs),
  ]);
  const file = { path, bytes: readFileSync(join(trusted.folder, path)) };
  const found = recipe === undefined ? inputs : { ...inputs, recipe };
  return { file, given: { inputs: found, sources: trusted.folder } };
}

/** Where the file lies that a command names: only the folder of workflows holds what people may start so. */
export function workflowPath(config: Config, name: string): string {
  const folder = folderOf(config);
  return !name.endsWith(".iter") || name.startsWith(`${folder}/`) ? name : join(folder, name);
}

function folderOf({ workflows = join(".github", "iter") }: Config): string {
  return workflows;
}

/** What a run that goes on needs besides its log. */
export async function fetchAgain(
  { client, trusted, job }: Door,
  commit: string,
  path: string,
): Promise<Given> {
  const folder = join(dirname(job.store), "iter-source");
  const tree =
    commit === "" || commit === trusted.commit
      ? trusted
      : openTrustedTree(client, { commit, folder });
  await fetchBeside(tree, path, job.inputs);
  return { inputs: job.inputs, sources: tree.folder };
}

async function fetchWorkflow(trusted: TrustedTree, folder: string, name: string): Promise<string> {
  const isFile = name.endsWith(".iter") || isFlowPath(name);
  const places = isFile
    ? [name, join(folder, name)]
    : workflowEndings.map((end) => join(folder, name + end));
  const found = await firstOf(trusted, places);
  if (found !== undefined) return found;
  const at = trusted.commit.slice(0, 12);
  throw new JobRefusal("no_such_workflow", `There is no workflow \`${name}\` at ${at}.`, {
    hint: `put it at \`${places[0] ?? name}\` on the default branch`,
  });
}

async function fetchBeside(trusted: TrustedTree, workflow: string, inputs: Inputs): Promise<void> {
  const beside = dirname(workflow);
  const own = `${basename(workflow, ".iter")}.tools.yaml`;
  await Promise.all([
    fetchUsed(trusted, workflow),
    trusted.fetch(join(beside, own)),
    trusted.fetch(join(beside, "iter.tools.yaml")),
    trusted.fetch(".mcp.json"),
    fetchNamed(trusted, typeof inputs.simulate === "string" ? inputs.simulate : "", scriptFiles),
  ]);
}

/** What is not there is told by whoever reads it; a path that leads out of the tree is refused here. */
async function fetchNamed(
  trusted: TrustedTree,
  name = "",
  sort: FileSort,
): Promise<string | undefined> {
  if (name === "") return undefined;
  if (resolveTreePath(name) === null) {
    const message = `\`${name}\` leads out of the repository.`;
    const errors = [{ field: sort.input, message }];
    throw new Refusal("INPUT_INVALID", message, { errors, hint: "give a path from its root" });
  }
  return firstOf(trusted, candidates(name, sort));
}

async function firstOf(
  trusted: TrustedTree,
  paths: readonly string[],
): Promise<string | undefined> {
  for (const path of paths) if (await trusted.fetch(path)) return path;
  return undefined;
}
