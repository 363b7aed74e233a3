/** Activations as rows of a snapshot. */
import type { Fields, Value } from "#core/graph/value.ts";
import { blankActivation } from "../blank-activation.ts";
import { readDraft } from "../evolve/draft.ts";
import type { ActivationState, Arrival, BranchState } from "../state.ts";
import type { Places } from "./places.ts";

/** One activation; `input`, `output`, `meta` and `loops` are places in the snapshot's lists. */
export type Row = readonly [
  id: string,
  node: string,
  kind: string,
  branch: string,
  status: ActivationState["status"],
  attempt: number,
  routed: 0 | 1,
  input: number,
  output: number,
  meta: number,
  /** 0 if it says what the activation says: kind, attempt, input. */
  started: Fields | 0,
  arrivals: readonly ArrivalRow[],
  iterationPath: string | null,
  loops: number,
  visitsBefore: number,
  /** What is seldom other than at the beginning; 0 if nothing is. */
  rest: Partial<Rest> | 0,
];

type ArrivalRow = readonly [
  edge: number | null,
  branch: string,
  activation: string | null,
  seen: number,
];

type Rest = Pick<
  ActivationState,
  | "session"
  | "mutating"
  | "way"
  | "failure"
  | "restart"
  | "steps"
  | "redo"
  | "redos"
  | "asks"
  | "artifact"
  | "usage"
  | "usedMs"
  | "runningSince"
  | "underWay"
  | "setAside"
  | "sessionBefore"
  | "failedBefore"
>;

const isSeldomOther: Readonly<Record<keyof Rest, true>> = {
  session: true,
  mutating: true,
  way: true,
  failure: true,
  restart: true,
  steps: true,
  redo: true,
  redos: true,
  asks: true,
  artifact: true,
  usage: true,
  usedMs: true,
  runningSince: true,
  underWay: true,
  setAside: true,
  sessionBefore: true,
  failedBefore: true,
};

const seldomOther = Object.keys(isSeldomOther) as (keyof Rest)[];

/** What most activations have. */
const usual: Rest = blankActivation({
  id: "",
  node: "",
  kind: "",
  branch: "",
  arrivals: [],
  iterationPath: null,
  loopsBefore: {},
  sessionBefore: null,
  visitsBefore: 0,
  failedBefore: null,
});

/** Where values and loops are put. */
export interface PlacesToWrite {
  readonly values: Pick<Places<Value, Value>, "placeOf">;
  readonly loops: Pick<Places<BranchState["loops"], unknown>, "placeOf">;
}

/** Where they are found. */
export interface PlacesToRead {
  readonly valueAt: (place: number) => Value;
  readonly loopsAt: (place: number) => BranchState["loops"];
}

/** An activation as a row. */
export function writeActivation(
  activation: ActivationState,
  { values, loops }: PlacesToWrite,
): Row {
  return [
    activation.id,
    activation.node,
    activation.kind,
    activation.branch,
    activation.status,
    activation.attempt,
    activation.routed ? 1 : 0,
    values.placeOf(activation.input),
    values.placeOf(activation.output),
    values.placeOf(activation.meta),
    writeStarted(activation),
    activation.arrivals.map(({ edge, branch, activation: from, seen }) => [
      edge,
      branch,
      from,
      seen,
    ]),
    activation.iterationPath,
    loops.placeOf(activation.loopsBefore),
    activation.visitsBefore,
    writeRest(activation),
  ];
}

/** The activation of a row. */
export function readActivation(row: Row, { valueAt, loopsAt }: PlacesToRead): ActivationState {
  const [id, node, kind, branch, status, attempt, routed, input, output, meta] = row;
  const [, , , , , , , , , , started, arrivals, iterationPath, loops, visitsBefore, rest] = row;
  const activation = readDraft(
    blankActivation({
      id,
      node,
      kind,
      branch,
      arrivals: arrivals.map(readArrival),
      iterationPath,
      loopsBefore: loopsAt(loops),
      sessionBefore: null,
      visitsBefore,
      failedBefore: null,
    }),
  );
  const given = valueAt(input);
  activation.status = status;
  activation.attempt = attempt;
  activation.input = given;
  activation.started = started === 0 ? { kind, attempt, input: given } : withInput(started, given);
  activation.output = valueAt(output);
  activation.meta = readMeta(valueAt(meta));
  activation.routed = routed === 1;
  if (rest === 0) return activation;
  const steps = Object.assign(activation.steps, rest.steps);
  return Object.assign(activation, rest, { steps });
}

function writeStarted({ started, kind, attempt, input }: ActivationState): Fields | 0 {
  const keys = Object.keys(started);
  const same = started["kind"] === kind && started["attempt"] === attempt;
  if (keys.length === 3 && same && started["input"] === input) return 0;
  return "input" in started ? { ...started, input: null } : started;
}

function withInput(started: Fields, input: Value): Fields {
  return "input" in started ? { ...started, input } : started;
}

/** Usage that is not `noUsage` itself was metered, even if it is nothing. */
function writeRest(activation: ActivationState): Partial<Rest> | 0 {
  const rest: Record<string, unknown> = {};
  for (const name of seldomOther) if (!isUsual(activation, name)) rest[name] = activation[name];
  return Object.keys(rest).length === 0 ? 0 : rest;
}

function isUsual(activation: ActivationState, name: keyof Rest): boolean {
  switch (name) {
    case "steps":
      return Object.keys(activation.steps).length === 0;
    case "asks":
      return activation.asks.length === 0;
    case "way":
      return Object.keys(activation.way).length === 1 && activation.way.kind === "next";
    default:
      return activation[name] === usual[name];
  }
}

function readArrival([edge, branch, activation, seen]: ArrivalRow): Arrival {
  return { edge, branch, activation, seen };
}

function readMeta(value: Value): Fields {
  return (value ?? {}) as Fields;
}
