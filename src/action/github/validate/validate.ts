/** The mode `validate`: every workflow, flow and the configuration of the head commit; no model, no effect. Spec: github §2.3. */
import { dirname, join } from "node:path";
import { error, info, warning } from "@actions/core";
import { openTrustedTree } from "#adapters/github/trusted-tree.ts";
import type { TrustedTree } from "#adapters/github/trusted-tree.ts";
import { sha256 } from "#adapters/hashing/sha256.ts";
import { isFlowPath } from "#core/languages/flow-path.ts";
import { toDiagnosticDocument } from "#core/diagnostics/render.ts";
import { toAnnotations } from "#core/report/annotations.ts";
import { compileSource } from "#core/standard.ts";
import { readConfig } from "#src/github/config/read-config.ts";
import { textAt } from "#src/github/payload.ts";
import { JobRefusal } from "#src/action/job-refusal.ts";
import type { Door } from "../door.ts";
import { reportsOf } from "../report/report-settings.ts";
import { readBase } from "../trust/load-config.ts";
import { fetchUsed } from "../trust/used-sources.ts";

/** Something that is wrong with a file. */
interface Fault {
  readonly level: "error" | "warning";
  readonly file: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly title: string;
  readonly message: string;
}

/** Checks the files; the exit code is 1 if any has an error. */
export async function validateHead(door: Door): Promise<number> {
  const { client, job, steps } = door;
  const head =
    textAt(door.payload, "pull_request", "head", "sha") || (job.environment["GITHUB_SHA"] ?? "");
  const entries = await client.git.tree(head);
  if (entries === null)
    throw new JobRefusal("bad_input", "The commit has too many files to be listed at once.", {
      hint: "check the workflows with `iter validate` instead",
    });
  const files = entries.filter(
    ({ path, type }) =>
      type === "blob" && (path.endsWith(".iter") || isFlowPath(path) || path === job.inputs.config),
  );
  const folder = join(dirname(job.store), "iter-validated");
  const tree = openTrustedTree(client, { commit: head, folder });
  const faults: Fault[] = [];
  for (const { path, sha } of files)
    faults.push(
      ...(isFlowPath(path)
        ? await checkFlowOf(door, tree, path)
        : await check(door, path, await client.git.blob(sha))),
    );
  for (const fault of faults) tell(fault, reportsOf(door).has("annotations"));
  const errors = faults.filter(({ level }) => level === "error").length;
  info(`Checked ${files.length} files: ${errors} errors, ${faults.length - errors} warnings.`);
  steps.tell(
    { status: errors > 0 ? "failed" : "finished" },
    { errors: faults.map((fault) => ({ ...fault })) },
  );
  return errors > 0 ? 1 : 0;
}

function tell({ level, message, ...place }: Fault, isAnnotated: boolean): void {
  const { file, startLine, title } = place;
  if (isAnnotated) (level === "error" ? error : warning)(message, place);
  else info(`${file}:${startLine} ${level} ${title}: ${message}`);
}

/** A flow comes with its host file and what it calls. */
async function checkFlowOf(
  { job }: Door,
  tree: TrustedTree,
  path: string,
): Promise<readonly Fault[]> {
  await tree.fetch(path);
  await fetchUsed(tree, path);
  const { checkFlow } = await import("./validate-flow.ts");
  return checkFlow(tree.folder, path, job.environment);
}

async function check(
  { job, access }: Door,
  path: string,
  bytes: Uint8Array,
): Promise<readonly Fault[]> {
  if (path === job.inputs.config) return checkConfig(access, path, new TextDecoder().decode(bytes));
  const { file, diagnostics } = compileSource(path, bytes, {
    environment: job.environment,
    simulate: false,
    sha256,
  });
  return toAnnotations(diagnostics.map((diagnostic) => toDiagnosticDocument(file, diagnostic)));
}

async function checkConfig(
  access: Door["access"],
  file: string,
  text: string,
): Promise<readonly Fault[]> {
  const at = (line: number, message: string): Fault => ({
    ...{ level: "error", file, startLine: line, endLine: line },
    ...{ title: "bad_config", message },
  });
  try {
    const read = readConfig(text, await readBase(access, file, text));
    return "config" in read ? [] : read.mistakes.map(({ line, message }) => at(line, message));
  } catch (fault) {
    if (fault instanceof JobRefusal) return [at(1, fault.message)];
    throw fault;
  }
}
