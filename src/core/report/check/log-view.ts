/**
 * What a log says, read off its events one by one.
 *
 * Made without the engine's fold, so that a fault of the fold can't hide itself.
 */
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { endsGap } from "#core/run/events.ts";
import type { RunEvent, RunStatus } from "#core/run/events.ts";
import { toMilliseconds } from "#core/run/timestamp.ts";

/** Status of a run; `none` if there is no log. */
export type StatusOrNone = RunStatus | "none";

/** The status that a log leaves a run in. */
export function statusOf(log: readonly RunEvent[]): StatusOrNone {
  const last = log.findLast((event) => event.type.startsWith("run_"));
  if (last === undefined) return "none";
  if (last.type === "run_paused") return "paused_waiting_human";
  if (last.type === "run_finished") return "finished";
  if (last.type === "run_cancelled") return "cancelled";
  if (last.type !== "run_failed") return "running";
  return last.data?.["resumable"] === true ? "failed_resumable" : "failed";
}

/** `node`, or `branch id/node` outside the main branch. */
export function placeOf(event: RunEvent): string {
  const branch = event.branch_id ?? "";
  return branch === "" ? (event.node_id ?? "") : `${branch}/${event.node_id ?? ""}`;
}

/** Every node that was started, in order. */
export function visitedOf(log: readonly RunEvent[]): readonly string[] {
  return log.filter((event) => event.type === "node_started").map(placeOf);
}

/** How often each edge was taken. */
export function edgesOf(log: readonly RunEvent[]): Readonly<Record<string, number>> {
  const taken: Record<string, number> = {};
  for (const event of log) {
    if (event.type !== "edge_selected") continue;
    const edge = `${textOf(event.data?.["from"])} -> ${textOf(event.data?.["to"])}`;
    taken[edge] = (taken[edge] ?? 0) + 1;
  }
  return taken;
}

/** The last value under `key` of events of a type about a node, or about a node in one branch. */
export function lastOf(
  log: readonly RunEvent[],
  type: "node_finished" | "node_started",
  place: string,
): Value | undefined {
  const found = log.findLast(
    (event) => event.type === type && (event.node_id === place || placeOf(event) === place),
  );
  return found?.data?.[type === "node_finished" ? "output" : "input"];
}

/** The run's output, if it has finished. */
export function runOutputOf(log: readonly RunEvent[]): Value | undefined {
  return log.findLast((event) => event.type === "run_finished")?.data?.["output"];
}

/** Code and text of the failure that ended the run, if it stands failed. */
export function failureOf(
  log: readonly RunEvent[],
): { readonly code: string; readonly error: string } | null {
  const status = statusOf(log);
  if (status !== "failed" && status !== "failed_resumable") return null;
  const data = log.findLast((event) => event.type === "run_failed")?.data;
  return { code: textOf(data?.["code"]), error: textOf(data?.["error"]) };
}

/** The last publication under a name: its version, and the file that it names. */
export function publicationOf(
  log: readonly RunEvent[],
  name: string,
):
  { readonly version: Value; readonly path: string; readonly data: Value | undefined } | undefined {
  const at = log.findLastIndex(
    (event) => event.type === "artifact_written" && event.data?.["publish"] === name,
  );
  const written = log[at];
  if (written === undefined) return undefined;
  const finished = log
    .slice(at)
    .find((event) => event.type === "node_finished" && placeOf(event) === placeOf(written));
  return {
    version: written.data?.["version"] ?? null,
    path: textOf(written.data?.["path"]),
    data: finished?.data?.["output"],
  };
}

/** The ledger: tokens and cost of finished steps, loop traversals, working time. */
export function usageOf(log: readonly RunEvent[]): Fields {
  const usage = { tokens: 0, cost_usd: 0, iterations: 0, duration_ms: workingTimeOf(log) };
  for (const event of log) {
    if (event.type === "edge_selected" && event.data?.["loop"] !== undefined) usage.iterations += 1;
    const used = event.type === "step_finished" ? event.data?.["usage"] : undefined;
    if (!isFields(used)) continue;
    usage.tokens += numberOf(used["input_tokens"]) + numberOf(used["output_tokens"]);
    usage.cost_usd += numberOf(used["cost_usd"]);
  }
  return { ...usage, cost_usd: Math.round(usage.cost_usd * 1e9) / 1e9 };
}

/** The time between events while the run was at work; the gap before a resume counts nothing. */
function workingTimeOf(log: readonly RunEvent[]): number {
  let [total, last, running] = [0, 0, false];
  for (const event of log) {
    const now = toMilliseconds(event.timestamp);
    if (running && !endsGap(event)) total += now - last;
    last = now;
    if (event.type.startsWith("run_")) running = statusOf([event]) === "running";
  }
  return total;
}

function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

function numberOf(value: Value | undefined): number {
  return typeof value === "number" ? value : 0;
}
