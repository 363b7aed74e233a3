/** Takes a left run in hand: claimed, its log unpacked, its world and its reports opened. Spec: github §8.6. */
import { join } from "node:path";
import { writeRunFiles } from "#adapters/github/checkpoint/run-files.ts";
import { sha256 } from "#adapters/hashing/sha256.ts";
import type { ResumeOptions } from "#core/engine/world.ts";
import type { Graph } from "#core/graph/graph.ts";
import { Refusal } from "#core/run/failure.ts";
import { compileSource } from "#core/standard.ts";
import { lowest, toTier } from "#src/github/tiers.ts";
import { claimHere, goesOnElsewhere } from "./claim-run.ts";
import type { Door } from "../door.ts";
import { openHere } from "./drive.ts";
import type { OpenedRun } from "./drive.ts";
import type { KeptRun } from "./keeper.ts";
import { newestSeq } from "./left-runs.ts";
import type { LeftRun } from "./left-runs.ts";
import { policyTier } from "../trust/ceiling.ts";
import { fetchAgain } from "../trust/sources.ts";

/** A run that was taken over. */
export interface TakenRun {
  readonly opened: OpenedRun;
  readonly graph: Graph;
  readonly compile: ResumeOptions["compile"];
}

/** Takes a run over; null if another job has it, or has gone on from what we know. */
export async function takeOver(door: Door, run: LeftRun): Promise<TakenRun | null> {
  const idle = run.state.status !== "running";
  const claimed = await claimHere(door, { run: run.id, seq: run.seq, idle });
  if (claimed === null) return null;
  const newest = await newestSeq(door, run.id);
  if (newest !== null && newest > run.seq) {
    goesOnElsewhere(door, run.id, null);
    return null;
  }
  writeRunFiles(join(door.job.store, "runs", run.id), run.files);
  const { state } = run;
  const github = state.start?.github ?? {};
  const simulated = state.start?.simulated === true;
  const kept = state.start?.graph;
  // Files that a workflow uses aren't read anew: the same text goes on with what was recorded.
  const compile: ResumeOptions["compile"] = (source) =>
    kept && source.text === state.source.text ? kept : compileAgain(door, source, simulated);
  const graph = kept ?? compile(state.source);
  const opened = await openHere(door, {
    run: toKept(run),
    claim: claimed.state === "held" ? claimed.claim : null,
    begun: { seq: run.seq, pointer: run.pointer, expires: run.expiresAt },
    given: await fetchAgain(door, run.source, state.source.path),
    workflow: state.source.path,
    graph,
    limits: state.limits,
    simulated,
    work: run.work,
    before: run.events,
    owed: run.owed,
    github,
    tier: lowest(toTier(github["tier"]), policyTier(door.config)),
  });
  return { opened, graph, compile };
}

/** What of a left run doesn't change. */
export function toKept(run: LeftRun): KeptRun {
  const { id, trigger, thread, headSha, baseSha, initiatorId, initiatorLogin, source } = run;
  const initiator = { id: initiatorId, login: initiatorLogin };
  return { run: id, trigger, thread, headSha, baseSha, initiator, source };
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
