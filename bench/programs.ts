/** Makes the programs that are measured: ours bundled for every Node, peers as they are. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { build } from "esbuild";
import type { Context } from "./goal.ts";
import { cleanEnv } from "./measure.ts";

/** Bundles the subjects and finds the versions of Node; the scratch folder goes at the end. */
export async function withContext<Result>(
  rounds: number,
  work: (context: Context) => Result,
): Promise<Result> {
  const root = join(import.meta.dirname, "..");
  const scratch = mkdtempSync(join(tmpdir(), "iter-bench-"));
  try {
    const subjects = join(scratch, "subjects");
    await bundleSubjects(subjects);
    return work({
      root,
      scratch,
      subjects,
      rounds,
      node: process.execPath,
      oldNode: findNode(20),
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Whether the peers are there: they are installed on demand. */
export function peersAreInstalled(): boolean {
  return existsSync(join(import.meta.dirname, "node_modules", "@langchain", "langgraph"));
}

async function bundleSubjects(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [
      "subject-run",
      "subject-compile",
      "subject-durable",
      "subject-size",
      "subject-resume",
      "subject-paused",
      "subject-many",
      "subject-flow",
    ].map((name) => join(import.meta.dirname, `${name}.ts`)),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "error",
    banner: {
      js: 'import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);',
    },
  });
}

/** A Node of a major version on the path. */
function findNode(major: number): string | undefined {
  const paths = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "node"));
  return paths.find((path) => {
    if (!existsSync(path)) return false;
    const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8", env: cleanEnv() });
    return stdout.startsWith(`v${major}.`);
  });
}
