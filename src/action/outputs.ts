/** What the Action tells the steps behind it. */
import { join } from "node:path";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { toUsageDocument } from "#core/report/documents.ts";
import { openGates } from "#core/report/run-document.ts";
import type { RunState } from "#core/run/state.ts";

/** The outputs that action.yml declares. */
export const outputNames = [
  "mode",
  "decision",
  "reason-code",
  "comment-id",
  "check-run-id",
  "status",
  "result",
  "outputs",
  "run-id",
  "node-id",
  "gate-id",
  "cost-usd",
  "input-tokens",
  "output-tokens",
  "cache-read-tokens",
  "cache-write-tokens",
  "run-path",
  "events-file",
] as const;

/** One declared output. */
export type OutputName = (typeof outputNames)[number];

/** Those that only a job on GitHub has. */
type DoorOutput = "mode" | "decision" | "reason-code" | "comment-id" | "check-run-id";

/** The outputs of a run by name; `out-<field>` for each field of the run's output comes with them. */
export function toOutputs(
  runId: string,
  state: RunState,
  runsFolder: string,
): Record<string, string> {
  const gates = openGates(state);
  const { spent } = state;
  const runPath = join(runsFolder, runId);
  const declared: Omit<Record<OutputName, string>, "result" | DoorOutput> = {
    status: state.status,
    outputs: JSON.stringify(state.output),
    "run-id": runId,
    "node-id": gates[0]?.nodeId ?? state.failure?.node ?? "",
    "gate-id": gates.length === 1 ? (gates[0]?.gate ?? "") : "",
    "cost-usd": String(spent.cost_usd),
    "input-tokens": String(spent.input_tokens),
    "output-tokens": String(spent.output_tokens),
    "cache-read-tokens": String(spent.cache_read_tokens),
    "cache-write-tokens": String(spent.cache_write_tokens),
    "run-path": runPath,
    "events-file": join(runPath, "events.jsonl"),
  };
  return { ...declared, result: JSON.stringify(toResult(runId, state)), ...fieldsOf(state.output) };
}

/** The outputs of a job in which no run came to be. */
export function toOutputsWithoutRun(error: string, code: string): Record<string, string> {
  const errors = [{ code, message: error }];
  const result = { version: 1, status: "none", run_id: null, gate: null, outputs: null, errors };
  return { status: "none", result: JSON.stringify(result) };
}

/** Everything in one document, for steps that would rather read JSON. */
function toResult(runId: string, state: RunState): Fields {
  const gates = openGates(state);
  const [gate] = gates;
  const { failure } = state;
  return {
    version: 1,
    status: state.status,
    run_id: runId,
    gate: gates.length === 1 && gate ? { id: gate.gate, node: gate.nodeId } : null,
    usage: toUsageDocument(state.spent),
    outputs: state.output,
    errors:
      failure === null
        ? []
        : [{ code: failure.code, node: failure.node, message: failure.message }],
  };
}

/** Each field of the run's output: strings as they are, others as JSON. */
function fieldsOf(output: Value): Record<string, string> {
  const fields: Fields = isFields(output) ? output : {};
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      `out-${name}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
