/** A run whose job ended before it could leave it: left from outside, so that it can be retried. Spec: github §2.3, §8.7. */
import { join } from "node:path";
import { readRunFiles } from "#adapters/github/checkpoint/run-files.ts";
import { captureWork } from "#adapters/github/work.ts";
import { createFileStore } from "#adapters/stores/file/file.ts";
import { resumeRun } from "#core/engine/lifecycle.ts";
import type { Stop } from "#core/engine/world.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { concludeRun } from "./conclude-run.ts";
import type { Door } from "../door.ts";
import { driveHere } from "./drive.ts";
import type { TrackedRun } from "./keeper.ts";
import { newestSeq } from "./left-runs.ts";
import type { LeftRun } from "./left-runs.ts";
import { takeOver } from "./take-over.ts";

/** Leaves the run of a main step that was cut off, as far as its log came. */
export async function leaveStopped(door: Door, stopped: TrackedRun): Promise<number> {
  const left = await readStopped(door, stopped);
  if (left.state.status === "running") return stopLost(door, left, "job_stopped");
  return concludeLeft(door, left, null);
}

/** Says the last words on a run that stands still. */
export async function concludeLeft(
  door: Door,
  left: LeftRun,
  stopped: Stop | null,
): Promise<number> {
  const taken = await takeOver(door, left);
  if (taken === null) return 0;
  const { opened, graph } = taken;
  for (const reporter of opened.world.reporters ?? []) await reporter.close?.();
  const result = { runId: left.id, state: left.state, graph, stopped, rejected: [] };
  return concludeRun(door, { ...opened, result });
}

/** Stops a run that nobody drives any more where it is; nothing of it is done again. */
export async function stopLost(door: Door, left: LeftRun, reason: string): Promise<number> {
  const taken = await takeOver(door, left);
  if (taken === null) return 0;
  const { opened, compile } = taken;
  return driveHere(door, opened, (control) => {
    control.stop({ kind: "soft", reason });
    return resumeRun(opened.world, { runId: left.id, compile, via: "github", control });
  });
}

/** The run as it lies on this runner, which may be further than its newest checkpoint. */
async function readStopped(
  door: Door,
  { run, standing, base, folder }: TrackedRun,
): Promise<LeftRun> {
  const { store, redactor, environment } = door.job;
  const { files } = readRunFiles(join(store, "runs", run.run), { redactor, sessions: true });
  const { events } = await createFileStore(store).read(run.run);
  const state = fold(events);
  const known = await newestSeq(door, run.run);
  return {
    id: run.run,
    seq: Math.max(standing.seq, known ?? 0),
    trigger: run.trigger,
    headSha: run.headSha,
    baseSha: run.baseSha,
    expiresAt: standing.expires,
    initiatorId: run.initiator.id,
    initiatorLogin: run.initiator.login,
    thread: run.thread,
    source: run.source,
    files,
    work: base === null ? null : await captureWork({ folder, environment }, base, redactor),
    owed: null,
    pointer: standing.pointer,
    events,
    state,
    gates: Object.values(state.interactions),
    answeredBy: () => [],
  };
}
