/** Builds logs of runs for tests: sequence numbers, times and ids are filled in. */
import type { Fields } from "#core/graph/value.ts";
import type { EventType, RunEvent } from "#core/run/events.ts";
import { toTimestamp } from "#core/run/timestamp.ts";

/** What of an event matters; `ms` is the time since the event before. */
export interface LogEntry {
  readonly type: EventType;
  readonly ms?: number;
  readonly branch?: string;
  readonly node?: string;
  /** Its number in its node; with it the event has an activation. */
  readonly n?: number;
  /** The activation, if it is one of another branch: a fork's. */
  readonly activation?: string;
  readonly iteration?: string;
  readonly data?: Fields;
}

const start = 1_777_886_323_000;

/** A log that begins on 2026-05-04 at 09:18:43. */
export function createLog(entries: readonly LogEntry[], runId = "run_case"): RunEvent[] {
  let now = start;
  return entries.map(({ type, ms = 0, branch, node, n, iteration, data, ...entry }, seq) => {
    now += ms;
    const own = `${branch === undefined ? "" : `${branch}/`}${node ?? ""}#${n ?? 0}`;
    return {
      seq,
      timestamp: toTimestamp(now),
      type,
      run_id: runId,
      ...(branch === undefined ? {} : { branch_id: branch }),
      ...(node === undefined ? {} : { node_id: node }),
      ...(n === undefined ? {} : { activation_id: entry.activation ?? own }),
      ...(iteration === undefined ? {} : { iteration_path: iteration }),
      ...(data === undefined ? {} : { data }),
    };
  });
}

/** The beginning of a run. */
export function runStarted(data: Fields = {}): LogEntry {
  return {
    type: "run_started",
    data: {
      workflow: "review",
      language: "iter",
      format_version: 1,
      engine_version: "0.1.0",
      source: { path: "review.iter", text: "…", sha256: "00", hash: "sha256:11" },
      entry: "plan",
      vars: { title: "Fix auth" },
      input: { title: "Fix auth" },
      env: [],
      budget: {},
      simulated: false,
      writer: { epoch: 1, pid: 1, host: "here" },
      ...data,
    },
  };
}

/** The start of an activation in the main branch, or in another. */
export function nodeStarted(node: string, kind: string, entry: Partial<LogEntry> = {}): LogEntry {
  const data = { kind, attempt: 1, input: {}, ...entry.data };
  return { type: "node_started", node, n: 0, ...entry, data };
}

/** Its end. */
export function nodeFinished(
  node: string,
  output: Fields,
  entry: Partial<LogEntry> = {},
): LogEntry {
  return { type: "node_finished", node, n: 0, ...entry, data: { output, ...entry.data } };
}

/** A model's turn with its usage. */
export function stepFinished(node: string, usage: Fields, entry: Partial<LogEntry> = {}): LogEntry {
  const whole = {
    input_tokens: 0,
    output_tokens: 0,
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    cost_usd: 0,
    cost_source: "computed",
    ...usage,
  };
  const data = { step: "model:0", attempt: 1, result: {}, usage: whole, ...entry.data };
  return { type: "step_finished", node, n: 0, ...entry, data };
}

/** An edge that was taken. */
export function edgeSelected(
  from: string,
  to: string,
  edge: number,
  data: Fields = {},
  entry: Partial<LogEntry> = {},
): LogEntry {
  return { type: "edge_selected", node: from, n: 0, ...entry, data: { from, to, edge, ...data } };
}
