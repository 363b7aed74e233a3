/** The format of flow runs: a flow, what the world answers, what the run gives; killed anywhere. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createFileStore } from "#adapters/stores/file/file.ts";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { RunStore } from "#core/ports/store.ts";
import { misfit } from "#core/report/check/fit.ts";
import { replayTrace } from "#core/report/flow/trace.ts";
import type { Mismatch, PackCase } from "../case.ts";
import { playFlowRun } from "./play-run.ts";
import type { PlayedFlow } from "./play-run.ts";
import { readFlowRun } from "./read-run.ts";
import type { FlowExpected, FlowRunCase } from "./read-run.ts";

/** The case of a folder. */
export function flowRunCase(folder: string): PackCase {
  return {
    format: "runs",
    name: `flow/runs/${basename(folder)}`,
    path: folder,
    play: () => playCase(readFlowRun(folder)),
  };
}

async function playCase(one: FlowRunCase): Promise<readonly Mismatch[]> {
  const played = await playFlowRun(one, createMemoryStore());
  const found = [...compareRun(one.expected, played), ...compareCalls(one.expected, played)];
  if (found.length > 0) return found;
  const rest = { ...one.expected, calls: undefined, peak_in_flight: undefined };
  const onDisk = await withFileStore((store) => playFlowRun(one, store));
  const differs = compareRun(rest, onDisk);
  if (differs.length > 0) return at("with the file store", differs);
  for (let nth = 1; nth <= played.events; nth += 1) {
    const killed = await playFlowRun(one, createMemoryStore(), nth);
    const left = compareRun(rest, killed);
    if (left.length > 0) return at(`killed after event ${nth}`, left);
  }
  return [];
}

async function withFileStore(play: (store: RunStore) => Promise<PlayedFlow>): Promise<PlayedFlow> {
  const folder = mkdtempSync(join(tmpdir(), "flow-case-"));
  try {
    return await play(createFileStore(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function at(when: string, found: readonly Mismatch[]): readonly Mismatch[] {
  return found.map((one) => ({ ...one, what: `${when}: ${one.what}` }));
}

function compareRun(wanted: FlowExpected, { result, questions }: PlayedFlow): Mismatch[] {
  const { error, retry_events: retries, ...plain } = wanted;
  const started = result.events.filter(({ event }) => event === "node_started");
  const visited = started.map(({ node_id }) => node_id);
  const terminal = result.trace?.events.findLast(({ event }) => event === "terminal");
  const actual: Readonly<Record<string, Value | undefined>> = {
    status: result.status,
    terminal_node_id: result.terminal_node_id,
    visited,
    node_outputs: result.node_outputs,
    trace_events: result.trace?.events.length ?? null,
    trace_status: terminal?.status ?? null,
    questions: [...questions],
    replay_report: plainOf(result.replay_report),
    executions: plainOf(result.node_executions),
  };
  const exact = ["visited", "node_outputs", "questions", "replay_report"];
  return [
    ...Object.entries(plain)
      .filter(([key]) => key in actual)
      .flatMap(([key, value]) =>
        differ(key, exact.includes(key) ? { $exact: value ?? null } : value, actual[key]),
      ),
    ...compareError(error, wanted.error_contains, plainOf(result.error)),
    ...(retries === undefined ? [] : compareRetries(retries, plainOf(result.retry_events))),
    ...compareShape(result),
  ];
}

function compareError(
  wanted: FlowExpected["error"],
  contains: string | undefined,
  actual: Value,
): Mismatch[] {
  const written = JSON.stringify(actual);
  const lacking =
    contains !== undefined && !written.includes(JSON.stringify(contains).slice(1, -1));
  const missing = lacking ? [{ what: "error", expected: contains, actual: written }] : [];
  if (wanted === undefined) return missing;
  if (wanted === null) return [...missing, ...differ("error", null, actual)];
  const { diagnostics, ...fields } = wanted;
  const pairs = isFields(actual) && isList(actual["diagnostics"]) ? actual["diagnostics"] : [];
  const found = pairs.map((one) =>
    isFields(one) ? [one["code"] ?? null, one["node_id"] ?? null] : [],
  );
  return [
    ...missing,
    ...differ("error", fields, actual),
    ...(diagnostics === undefined ? [] : differ("diagnostics", diagnostics, found)),
  ];
}

function compareRetries(wanted: readonly Fields[], actual: Value): Mismatch[] {
  const list = isList(actual) ? actual : [];
  const expected = wanted.map(({ reason_contains: part, ...rest }) =>
    part === undefined ? rest : { ...rest, reason: { $contains: part } },
  );
  return differ("retry_events", expected, list);
}

/** What holds for every run: nodes end as they began, and the trace of an ended run is sound. */
function compareShape({ events, status, trace }: PlayedFlow["result"]): Mismatch[] {
  const faults = events.flatMap(({ event, node_id: node }, index) => {
    const next = events[index + 1];
    if (event !== "node_started") return [];
    const last = next === undefined && status === "paused";
    const closed = next?.node_id === node && next.event !== "node_started";
    const expected = `an end of ${node}`;
    return last || closed ? [] : [{ what: "events", expected, actual: JSON.stringify(next) }];
  });
  const over = status !== "paused" && trace !== null;
  const report = over ? replayTrace(trace) : null;
  if (report === null || !("violations" in report)) return faults;
  return [...faults, { what: "trace", expected: "sound", actual: JSON.stringify(report) }];
}

function compareCalls(wanted: FlowExpected, { host }: PlayedFlow): Mismatch[] {
  return [
    ...(wanted.calls === undefined ? [] : differ("calls", { $exact: wanted.calls }, host.calls)),
    ...(wanted.peak_in_flight === undefined
      ? []
      : differ("peak_in_flight", wanted.peak_in_flight, host.peak())),
  ];
}

function differ(what: string, wanted: Value | undefined, actual: Value | undefined): Mismatch[] {
  if (wanted === undefined || misfit(wanted, actual) === null) return [];
  return [
    {
      what,
      expected: JSON.stringify(wanted),
      actual: actual === undefined ? "nothing" : JSON.stringify(actual),
    },
  ];
}

/** As JSON has it: keys without a value are gone. */
function plainOf(value: unknown): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
