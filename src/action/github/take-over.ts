/** Takes a left run in hand: claimed, its log unpacked, its world and its reports opened. Spec: github §8.6. */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { info, saveState } from "@actions/core";
import { claimRun } from "#adapters/github/checkpoints.ts";
import type { ResumeOptions, World } from "#core/engine/world.ts";
import type { Graph } from "#core/graph/graph.ts";
import { Refusal } from "#core/run/failure.ts";
import { compileSource } from "#core/standard.ts";
import { explainReason } from "#src/github/reasons.ts";
import { toTier } from "#src/github/tiers.ts";
import type { Door } from "./door.ts";
import type { LeftRun } from "./left-runs.ts";
import { openReport } from "./report.ts";
import type { RunReport } from "./report.ts";
import { openRunWorld } from "./run-world.ts";
import { watchSignals } from "./signals.ts";
import type { SignalWatch } from "./signals.ts";
import { fetchAgain } from "./sources.ts";

/** A run in the hands of this job. */
export interface TakenRun {
  readonly world: World;
  readonly graph: Graph;
  readonly compile: ResumeOptions["compile"];
  readonly report: RunReport;
  readonly signals: SignalWatch;
}

/** Takes a run over; null if another job has it. */
export async function takeOver(door: Door, run: LeftRun): Promise<TakenRun | null> {
  const { client, job, steps, workflowRun } = door;
  const seq = run.seq + 1;
  const claimed = await claimRun(client, { run: run.id, seq, workflowRun });
  if (claimed === "taken") {
    steps.tell({ "reason-code": "already_resumed", "run-id": run.id });
    info(explainReason("already_resumed"));
    return null;
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
  const initiator = { id: run.initiatorId, login: run.initiatorLogin };
  const report = await openReport(door, {
    run: run.id,
    seq,
    trigger: run.trigger,
    thread: run.thread,
    headSha: run.headSha,
    baseSha: run.baseSha,
    initiator,
    graph,
    before: run.events,
  });
  const github = run.state.start?.github ?? {};
  const request = {
    ...{ ...job, ...given, script, graph },
    workflow: resolve(given.sources, run.state.source.path),
    limits: run.state.limits,
  };
  const { trigger, thread, headSha, baseSha } = run;
  const opened = await openRunWorld(door, request, {
    ...{ run: run.id, trigger, thread, headSha, baseSha, initiator, github, report },
    tier: toTier(github["tier"]),
  });
  const signals = watchSignals(client, { run: run.id, seq });
  const reporters = [...(opened.reporters ?? []), report.reporter, signals.reporter];
  return { world: { ...opened, reporters }, graph, compile, report, signals };
}

/** The graph of a recorded text. */
export function compileAgain(
  { job }: Pick<Door, "job">,
  { path, text }: { readonly path: string; readonly text: string },
  simulate: boolean,
): Graph {
  const { graph } = compileSource(path, new TextEncoder().encode(text), {
    environment: job.environment,
    simulate,
    planning: true,
    sha256,
  });
  if (graph === null)
    throw new Refusal("INVALID_WORKFLOW", `\`${path}\` can't be compiled any more.`);
  return graph;
}

/** SHA-256 of a text as lower-case hex. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
