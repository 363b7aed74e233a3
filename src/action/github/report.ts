/** Reports a run where it belongs: checkpoint, then comment, then check, so that any of it can be repeated. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { warning } from "@actions/core";
import { saveCheckpoint } from "#adapters/github/checkpoints.ts";
import type { CheckConclusion } from "#adapters/github/client.ts";
import { findStickies, newestSticky, openSticky } from "#adapters/github/sticky-comment.ts";
import type { StickyComment, StickyOwner } from "#adapters/github/sticky-comment.ts";
import type { RunResult } from "#core/engine/world.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { Fields } from "#core/graph/value.ts";
import type { Reporter } from "#core/ports/reporter.ts";
import { openGates } from "#core/report/run-document.ts";
import { viewRun } from "#core/report/run-view.ts";
import { renderStickyComment } from "#core/report/sticky-comment.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";
import { drawings } from "#core/standard.ts";
import { writeMarker } from "#src/github/markers.ts";
import { sanitiseOut } from "#src/github/sanitise/sanitise-out.ts";
import type { Door } from "./door.ts";

/** A run on a thread. */
export interface ReportedRun {
  readonly run: string;
  readonly seq: number;
  readonly trigger: string;
  readonly thread: number | null;
  readonly headSha: string | null;
  readonly baseSha: string | null;
  readonly initiator: { readonly id: number; readonly login: string };
  readonly graph: Graph;
  /** What happened in earlier jobs. */
  readonly before: readonly RunEvent[];
}

/** Reports one run. */
export interface RunReport {
  readonly reporter: Reporter;
  /** The last word of this job. */
  finish(result: RunResult): Promise<void>;
}

const gateDays = 7;
const day = 86_400_000;

const conclusions: Readonly<Record<RunState["status"], CheckConclusion | null>> = {
  running: null,
  finished: "success",
  failed: "failure",
  failed_resumable: "failure",
  cancelled: "cancelled",
  paused_waiting_human: "action_required",
};

/** Opens the reports of a run. */
export async function openReport(door: Door, run: ReportedRun): Promise<RunReport> {
  const { client } = door;
  const sticky = run.thread === null ? null : await openComment(door, run, run.thread);
  const events = [...run.before];
  let check: number | null = null;

  async function show(state: RunState, saved: Saved | null): Promise<void> {
    const body = renderBody(door, run, { state, events, saved });
    await sticky?.write(body);
    if (run.headSha === null) return;
    const [gate] = openGates(state);
    const external = [run.run, run.seq, ...(gate === undefined ? [] : [gate.gate])].join(":");
    const title = state.status === "paused_waiting_human" ? "waiting for an answer" : state.status;
    const summary = body.split("\n").slice(1).join("\n");
    const report = { name: `iter / ${run.trigger}`, headSha: run.headSha, externalId: external };
    const conclusion = conclusions[state.status];
    check = await client.saveCheck({ ...report, conclusion, title, summary }, check);
  }

  return {
    reporter: {
      on(event, state) {
        events.push(event);
        if (event.type === "node_finished")
          sticky?.refresh(renderBody(door, run, { state, events, saved: null }));
      },
    },
    async finish({ state }) {
      const saved = await attempt(() => keep(door, run, state));
      await attempt(() => show(state, saved));
      if (sticky?.id != null) door.steps.tell({ "comment-id": String(sticky.id) });
      if (check !== null) door.steps.tell({ "check-run-id": String(check) });
    },
  };
}

interface Saved {
  readonly ref: string;
  readonly commit: string;
}

interface Shown {
  readonly state: RunState;
  readonly events: readonly RunEvent[];
  readonly saved: Saved | null;
}

async function openComment(
  { client, config, ...door }: Door,
  { trigger }: ReportedRun,
  thread: number,
): Promise<StickyComment> {
  const owner = ownerOf(door);
  const found = await findStickies(client, thread, owner);
  const ours = newestSticky(found.filter(({ marker }) => marker["trigger"] === trigger));
  const throttleSeconds = config.report?.["throttle-seconds"] ?? 10;
  return openSticky(client, { thread, found: ours?.id ?? null, throttleSeconds, now: Date.now });
}

/** Whose comments count in a job. */
export function ownerOf(door: Pick<Door, "identities" | "repositoryId" | "job">): StickyOwner {
  const { stateKey } = door.job.inputs;
  const owner = { identities: door.identities, repository: door.repositoryId };
  return stateKey === undefined ? owner : { ...owner, stateKey };
}

function keep(
  { client, job, repositoryId }: Door,
  run: ReportedRun,
  state: RunState,
): Promise<Saved> {
  const log = readFileSync(join(job.store, "runs", run.run, "events.jsonl"), "utf8");
  const { seq, trigger, thread, initiator, headSha } = run;
  const manifest: Fields = {
    run: run.run,
    seq,
    repository: repositoryId,
    trigger,
    thread,
    head_sha: headSha,
    base_sha: run.baseSha,
    initiator: { ...initiator },
    status: state.status,
  };
  return saveCheckpoint(client, run.run, { manifest, log });
}

function renderBody(door: Door, run: ReportedRun, { state, events, saved }: Shown): string {
  const { job, repositoryId, workflowRun, runUrl, config } = door;
  const { stateKey } = job.inputs;
  const gates = openGates(state).map(({ gate }) => gate);
  const payload: Fields = {
    run: run.run,
    seq: run.seq,
    status: state.status,
    repository: repositoryId,
    workflow_run: workflowRun,
    ...(run.thread === null ? {} : { thread: run.thread }),
    gates,
    ...(saved === null ? {} : { ...saved }),
    ...(run.headSha === null ? {} : { head_sha: run.headSha }),
    ...(gates.length === 0 ? {} : { expires: expiryOf() }),
    trigger: run.trigger,
  };
  const marker = writeMarker("run", payload, stateKey === undefined ? {} : { state_key: stateKey });
  const loops = new Map(run.graph.loops.map(({ name, max }) => [name, max]));
  return renderStickyComment(
    viewRun(events, { loops }),
    { graph: run.graph, drawings },
    {
      marker,
      trigger: run.trigger,
      startedBy: run.initiator.login,
      runUrl,
      safe: (text) => sanitiseOut(job.redactor.text(text)),
      ...(run.headSha === null ? {} : { commit: run.headSha }),
      ...(config.commands?.prefix === undefined ? {} : { prefix: config.commands.prefix }),
    },
  );
}

function expiryOf(): string {
  return `${new Date(Date.now() + gateDays * day).toISOString().slice(0, 19)}Z`;
}

/** A report that fails is told, and fails no run. */
async function attempt<Done>(report: () => Promise<Done>): Promise<Done | null> {
  try {
    return await report();
  } catch (fault) {
    warning(
      `A report could not be written: ${fault instanceof Error ? fault.message : String(fault)}`,
    );
    return null;
  }
}
