/** What the Action tells the steps behind it. */
import { join } from "node:path";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { toUsageDocument } from "#core/report/documents.ts";
import { openGates } from "#core/report/run-document.ts";
import type { RunState } from "#core/run/state.ts";
import { numberAt, textAt } from "#src/github/payload.ts";

/** The outputs that action.yml declares. */
export const outputNames = [
  "status",
  "mode",
  "decision",
  "reason-code",
  "result",
  "outputs",
  "run-id",
  "node-id",
  "gate-id",
  "gate-environment",
  "cost-usd",
  "input-tokens",
  "output-tokens",
  "cache-read-tokens",
  "cache-write-tokens",
  "attempts",
  "artifact-id",
  "artifact-digest",
  "comment-id",
  "check-run-id",
  "branch-name",
  "sha",
  "pull-request-number",
  "pull-request-url",
  "ci-mode",
  "run-path",
] as const;

/** One declared output. */
export type OutputName = (typeof outputNames)[number];

/** Outputs by name: declared ones, and `out-<field>` for each field of a run's output. */
export type Outputs = Readonly<Record<string, string>>;

/** What the document of all outputs says besides what outputs say. */
export interface ResultFacts {
  readonly thread?: number | null;
  readonly gate?: Fields | null;
  readonly usage?: Fields;
  readonly outputs?: Value;
  readonly links?: Fields;
  readonly errors?: readonly Fields[];
}

/** Everything that a job has said so far. */
export interface Said {
  readonly outputs: Outputs;
  readonly facts: ResultFacts;
}

/** Collects what a job says until it is over; what is said last holds. */
export interface OutputSheet {
  readonly tell: (outputs: Outputs, facts?: ResultFacts) => void;
  readonly said: () => Said;
  /** Takes back what was said meanwhile, for what was said elsewhere or before. */
  readonly replace: (said: Said) => void;
  /** Everything that was told, with the document of all of it. */
  readonly finish: () => Outputs;
}

/** Opens the sheet of a job. */
export function openOutputs(): OutputSheet {
  let told: Outputs = { status: "none", mode: "none" };
  let known: ResultFacts = {};
  return {
    tell(outputs, facts = {}) {
      told = { ...told, ...outputs };
      known = { ...known, ...facts };
    },
    said: () => ({ outputs: told, facts: known }),
    replace({ outputs, facts }) {
      told = outputs;
      known = facts;
    },
    finish: () => ({ ...told, result: JSON.stringify(toResult(told, known)) }),
  };
}

/** The outputs of a run by name, and what the document says of it. */
export function toOutputs(
  runId: string,
  state: RunState,
  runsFolder: string,
): { readonly outputs: Outputs; readonly facts: ResultFacts } {
  const gates = openGates(state);
  const [gate] = gates;
  const { spent, failure } = state;
  const outputs = {
    status: state.status,
    outputs: JSON.stringify(state.output),
    "run-id": runId,
    "node-id": gate?.nodeId ?? failure?.node ?? "",
    "gate-id": gates.length === 1 ? (gate?.gate ?? "") : "",
    "cost-usd": String(spent.cost_usd),
    "input-tokens": String(spent.input_tokens),
    "output-tokens": String(spent.output_tokens),
    "cache-read-tokens": String(spent.cache_read_tokens),
    "cache-write-tokens": String(spent.cache_write_tokens),
    attempts: String(state.processes),
    "run-path": join(runsFolder, runId),
    ...writtenBy(state),
    ...fieldsOf(state.output),
  } satisfies Partial<Record<OutputName, string>>;
  const facts = {
    gate: gates.length === 1 && gate ? { id: gate.gate, node: gate.nodeId } : null,
    usage: toUsageDocument(spent),
    outputs: state.output,
    errors:
      failure === null
        ? []
        : [{ code: failure.code, node: failure.node, message: failure.message }],
  };
  return { outputs, facts };
}

/** What the run has pushed and opened last, so far. */
function writtenBy({ effects }: RunState): Partial<Record<OutputName, string>> {
  const receiptOf = (wanted: string): Fields =>
    Object.values(effects).findLast(({ kind, receipt }) => kind === wanted && receipt !== null)
      ?.receipt ?? {};
  const commit = receiptOf("commit");
  const pull = receiptOf("pull_request");
  const told = {
    "branch-name": textAt(commit, "branch"),
    sha: textAt(commit, "sha"),
    "ci-mode": textAt(commit, "ci_mode"),
    "pull-request-number": String(numberAt(pull, "number") ?? ""),
    "pull-request-url": textAt(pull, "url"),
  } satisfies Partial<Record<OutputName, string>>;
  return Object.fromEntries(Object.entries(told).filter(([, text]) => text !== ""));
}

/** Everything in one document, for steps that would rather read JSON. */
function toResult(told: Outputs, known: ResultFacts): Fields {
  const { thread = null, gate = null, usage = null, outputs = null } = known;
  const { links = {}, errors = [] } = known;
  return {
    version: 1,
    mode: told["mode"] ?? null,
    decision: told["decision"] ?? null,
    reason_code: told["reason-code"] ?? null,
    status: told["status"] ?? "none",
    run_id: told["run-id"] ?? null,
    thread,
    gate,
    sha: told["sha"] ?? null,
    usage,
    outputs,
    links,
    errors: [...errors],
  };
}

/** Each field of the run's output: strings as they are, others as JSON. */
function fieldsOf(output: Value): Outputs {
  const fields: Fields = isFields(output) ? output : {};
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      `out-${name}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
