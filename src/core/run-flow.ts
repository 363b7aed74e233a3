/** Runs flows: from a text to a result, whatever happens on the way. Spec: flow §10.1, §14, §16. */
import { resumeRun, startRun } from "./engine/lifecycle.ts";
import type { ResumeOptions, RunResult, StartOptions, World } from "./engine/world.ts";
import { compileFlow, toFault } from "./flow.ts";
import type { CompiledFlow, FlowOptions, FlowSource } from "./flow.ts";
import type { Budget, Graph } from "./graph/graph.ts";
import type { Fields, Value } from "./graph/value.ts";
import type { FlowCheckpoint } from "./report/flow/checkpoint.ts";
import type { FlowError } from "./report/flow/error.ts";
import { refusedRun, viewFlowRun } from "./report/flow/result.ts";
import type { FlowResult } from "./report/flow/result.ts";
import { readFlowOptions } from "./run/flow-options.ts";
import { noLimits } from "./run/limits.ts";
import { Refusal } from "./run/failure.ts";
import type { RunPlan } from "./run/plan.ts";
import type { RunSettings } from "./run/settings.ts";

/** A record to begin at; its snapshot may be any value. */
export type GivenCheckpoint = Omit<FlowCheckpoint, "scope_snapshot"> & {
  readonly scope_snapshot: Value;
};

/** How a flow is run. */
export interface FlowRunOptions
  extends Omit<FlowOptions, "strict" | "validate" | "expression" | "sha256">, StartOptions {
  readonly input?: Value;
  /** As in a host file: `strict`, `pause_when_missing`, `policies`, `limits` … */
  readonly options?: Fields;
  /** What names of models stand for. */
  readonly models?: Readonly<Record<string, string>>;
  readonly budget?: Budget;
  readonly resumeFrom?: GivenCheckpoint;
  readonly simulated?: boolean;
}

/** A result, and the run behind it if there was one. */
export interface FlowRun {
  readonly result: FlowResult;
  readonly run: RunResult | null;
}

/** A plan, or why there can be no run. */
export type PlannedFlow =
  | { readonly plan: RunPlan; readonly compiled: CompiledFlow }
  | { readonly refused: FlowError; readonly compiled: CompiledFlow };

/**
 * Runs a flow and resolves with its result, failed or not.
 *
 * @example
 * const { result } = await runFlow(world, { path: "review.flow.json", text }, { input: {} });
 */
export async function runFlow(
  world: World,
  source: FlowSource,
  options: FlowRunOptions = {},
): Promise<FlowRun> {
  const planned = planFlow(source, options, world.sha256);
  if ("refused" in planned) {
    const name = planned.compiled.document?.name ?? "";
    return { result: refusedRun(name, planned.refused), run: null };
  }
  const run = await startRun(world, planned.plan, options);
  return { result: await readResult(world, run), run };
}

/** The error of a run that failed, as something to throw. */
export class FlowFailure extends Error {
  override readonly name = "FlowFailure";
  readonly error: FlowError;

  constructor(error: FlowError) {
    super(error.message);
    this.error = error;
  }
}

/** Runs a flow; one that fails or is cancelled rejects with a `FlowFailure` and nothing else. */
export async function runFlowOrThrow(
  world: World,
  source: FlowSource,
  options: FlowRunOptions = {},
): Promise<FlowResult> {
  const { result } = await runFlow(world, source, options);
  if (result.error !== null) throw new FlowFailure(result.error);
  return result;
}

/** Goes on with a flow's run. */
export async function resumeFlow(
  world: World,
  options: Omit<ResumeOptions, "compile">,
): Promise<FlowRun> {
  const run = await resumeRun(world, { ...options, compile: refuseToCompile });
  return { result: await readResult(world, run), run };
}

/** Everything that a run needs, or why it cannot be. */
export function planFlow(
  source: FlowSource,
  options: FlowRunOptions,
  sha256: (text: string) => string,
): PlannedFlow {
  const { settings: own, validate } = readSettings(options.options ?? {});
  const settings = { ...own, models: options.models ?? {} };
  const { strict, expression } = settings;
  const compiled = compileFlow(source, { ...options, strict, expression, validate, sha256 });
  const { graph } = compiled;
  if (graph === null) return { refused: invalid(compiled), compiled };
  const refused = refuse(graph, settings, options);
  if (refused !== undefined) return { refused, compiled };
  return { plan: createPlan({ source, options, graph, settings, sha256 }), compiled };
}

function readSettings(given: Fields): { settings: RunSettings; validate: boolean } {
  const read = readFlowOptions(given);
  if (!("errors" in read)) return read;
  const list = read.errors.map(({ field, message }) => `\`${field ?? ""}\` ${message}`).join("; ");
  throw new Refusal("INPUT_INVALID", `the options are not right: ${list}`, { errors: read.errors });
}

function invalid(compiled: CompiledFlow): FlowError {
  const errors = compiled.diagnostics.filter(({ severity }) => severity === "error");
  return {
    code: "Validation",
    message: `the flow has ${errors.length} ${errors.length === 1 ? "error" : "errors"}`,
    node_id: null,
    diagnostics: errors.map((one) => toFault(compiled, one)),
  };
}

function refuse(
  graph: Graph,
  { replayCheck, trace }: RunSettings,
  { resumeFrom }: FlowRunOptions,
): FlowError | undefined {
  if (graph.entry === "" && resumeFrom === undefined) {
    return { code: "MissingStartNode", message: "the flow has no `start`", node_id: null };
  }
  if (!replayCheck || trace) return undefined;
  const message = "a trace that is not recorded cannot be checked";
  return { code: "ReplayRequiresTraceRecording", message, node_id: null };
}

interface Planning {
  readonly source: FlowSource;
  readonly options: FlowRunOptions;
  readonly graph: Graph;
  readonly settings: RunSettings;
  readonly sha256: (text: string) => string;
}

function createPlan({ source, options, graph, settings, sha256 }: Planning): RunPlan {
  const { input = {}, budget = noLimits, resumeFrom, simulated = false } = options;
  return Object.freeze({
    graph,
    workflow: graph.name,
    source: { ...source, sha256: sha256(source.text) },
    vars: {},
    input: {},
    env: [],
    limits: budget,
    simulated,
    frame: {
      input: resumeFrom === undefined ? input : inputOf(resumeFrom.scope_snapshot),
      step: resumeFrom?.step ?? 0,
      settings,
    },
    ...(resumeFrom === undefined ? {} : { entry: resumeFrom.next_node_id }),
  });
}

/** The whole snapshot if it has no input of its own. */
function inputOf(snapshot: Value): Value {
  if (typeof snapshot !== "object" || snapshot === null || Array.isArray(snapshot)) return snapshot;
  const fields = snapshot as Fields;
  return Object.hasOwn(fields, "input") ? (fields["input"] ?? null) : fields;
}

async function readResult(world: World, { runId, state }: RunResult): Promise<FlowResult> {
  const { events } = await world.store.read(runId);
  return viewFlowRun(state, events);
}

/** The log of a flow has its graph. */
function refuseToCompile({ path }: { readonly path: string }): never {
  throw new Refusal("RESUME_INVALID", `the log has no graph of \`${path}\``);
}
