/**
 * Starts the runs that are named, or goes on with them, all at once in this process: runs of the
 * workflow `w.iter` in the working folder.
 *
 * A command leaves its mark as it is called, without a shell: many can be made in little time.
 */
import { appendFileSync, readFileSync } from "node:fs";
import {
  compileSource,
  createDelegates,
  createFileStore,
  createModels,
  createPlan,
  createSystemClock,
  createTools,
  Refusal,
  resumeRun,
  standard,
  startRun,
} from "#src/index.ts";
import type { Graph, World } from "#src/index.ts";
import { sha256 } from "#adapters/hashing/sha256.ts";

const text = readFileSync("w.iter", "utf8");
const source = { path: "w.iter", text, sha256: sha256(text) };
const graph = compile();
const planned = createPlan({ graph, source });
if ("refusal" in planned) throw planned.refusal;
const { plan } = planned;

const world: World = {
  store: createFileStore(".iterion"),
  clock: createSystemClock(),
  models: createModels({ env: {} }),
  delegates: createDelegates({ env: {}, cwd: "." }),
  shell: {
    run: ({ site }) => {
      appendFileSync("../made.txt", `${site.key}\n`);
      return Promise.resolve({
        exitCode: 0,
        signal: null,
        stdout: "made",
        stderr: "",
        durationMs: 0,
      });
    },
  },
  tools: createTools(),
  kinds: standard.kinds,
  engineVersion: "soak",
  process: { pid: process.pid, host: "soak" },
  sha256,
};

await Promise.all(process.argv.slice(2).map(play));

function compile(): Graph {
  const compiled = compileSource(source.path, text, { sha256 });
  if (compiled.graph === null) throw new Error(JSON.stringify(compiled.diagnostics));
  return compiled.graph;
}

async function play(runId: string): Promise<void> {
  if (!(await world.store.exists(runId))) {
    await startRun(world, plan, { runId });
    return;
  }
  try {
    await resumeRun(world, { runId, compile });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "RESUME_INVALID") throw error; // it is over
  }
}
