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
        : check(door, path, await client.git.blob(sha))),
    );
  for (const { level, message, ...place } of faults)
    (level === "error" ? error : warning)(message, place);
  const errors = faults.filter(({ level }) => level === "error").length;
  info(`Checked ${files.length} files: ${errors} errors, ${faults.length - errors} warnings.`);
  steps.tell(
    { status: errors > 0 ? "failed" : "finished" },
    { errors: faults.map((fault) => ({ ...fault })) },
  );
  return errors > 0 ? 1 : 0;
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

function check({ job }: Door, path: string, bytes: Uint8Array): readonly Fault[] {
  if (path === job.inputs.config) return checkConfig(path, new TextDecoder().decode(bytes));
  const { file, diagnostics } = compileSource(path, bytes, {
    environment: job.environment,
    simulate: false,
    sha256,
  });
  return toAnnotations(diagnostics.map((diagnostic) => toDiagnosticDocument(file, diagnostic)));
}

function checkConfig(file: string, text: string): readonly Fault[] {
  const read = readConfig(text);
  if ("config" in read) return [];
  return read.mistakes.map(({ line, message }) => ({
    level: "error",
    file,
    startLine: line,
    endLine: line,
    title: "bad_config",
    message,
  }));
}
