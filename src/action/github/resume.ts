/** Goes on with a run in a new job: same log, same state, same budget. Spec: github §8.6. */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { info, saveState } from "@actions/core";
import { claimRun } from "#adapters/github/checkpoints.ts";
import { resumeRun } from "#core/engine/lifecycle.ts";
import type { GivenAnswers, ResumeOptions } from "#core/engine/world.ts";
import type { Graph } from "#core/graph/graph.ts";
import { Refusal } from "#core/run/failure.ts";
import { compileSource } from "#core/standard.ts";
import { explainReason } from "#src/github/reasons.ts";
import { openWorld } from "../world.ts";
import type { Door } from "./door.ts";
import type { LeftRun } from "./left-runs.ts";
import { openReport } from "./report.ts";
import { fetchAgain } from "./sources.ts";
import { withTrustedSettings } from "./trusted-settings.ts";

/** Resumes a run with an answer, once: of two jobs that want to, one has the claim. */
export async function resumeLeft(
  door: Door,
  run: LeftRun,
  { by, answers }: { readonly by: string; readonly answers: readonly GivenAnswers[] },
): Promise<number> {
  const { client, job, steps, workflowRun } = door;
  const seq = run.seq + 1;
  const claimed = await claimRun(client, { run: run.id, seq, workflowRun });
  if (claimed === "taken") {
    steps.tell({ "reason-code": "already_resumed", "run-id": run.id });
    info(explainReason("already_resumed"));
    return 0;
  }
  const folder = join(job.store, "runs", run.id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "events.jsonl"), run.log);
  saveState("run", JSON.stringify({ runId: run.id, store: job.store }));
  const simulated = run.state.start?.simulated === true;
  const compile: ResumeOptions["compile"] = (source) => compileAgain(door, source, simulated);
  const graph = compile(run.state.source);
  const given = await fetchAgain(door, run.state.source.path);
  const script = simulated ? (steps.script(given) ?? "made up") : null;
  const opened = await openWorld({
    ...job,
    ...given,
    workflow: resolve(given.sources, run.state.source.path),
    graph,
    limits: run.state.limits,
    script,
  });
  const report = await openReport(door, {
    run: run.id,
    seq,
    trigger: run.trigger,
    thread: run.thread,
    headSha: run.headSha,
    baseSha: run.baseSha,
    initiator: { id: run.initiatorId, login: run.initiatorLogin },
    graph,
    before: run.events,
  });
  const safe = withTrustedSettings(door, opened, run.baseSha);
  const world = { ...safe, reporters: [...(safe.reporters ?? []), report.reporter] };
  const result = await steps.drive(world, (control) =>
    resumeRun(world, { runId: run.id, compile, answers, by, via: "github", control }),
  );
  await report.finish(result);
  return steps.conclude(world, result);
}

function compileAgain(
  { job }: Door,
  { path, text }: { readonly path: string; readonly text: string },
  simulate: boolean,
): Graph {
  const { graph } = compileSource(path, new TextEncoder().encode(text), {
    environment: job.environment,
    simulate,
    planning: true,
    sha256: (content) => createHash("sha256").update(content).digest("hex"),
  });
  if (graph === null)
    throw new Refusal("INVALID_WORKFLOW", `\`${path}\` can't be compiled any more.`);
  return graph;
}
