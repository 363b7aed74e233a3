/** Plays a phase in this process: the engine, the file store and the simulator, without the command line. */
import { groupBy } from "#core/graph/group-by.ts";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cancelRun, replayRun, resumeRun, startRun } from "#core/engine/lifecycle.ts";
import { createControl } from "#core/engine/world.ts";
import type { GivenAnswers, ResumeOptions, RunControl, RunResult } from "#core/engine/world.ts";
import { parseDuration } from "#core/graph/duration.ts";
import type { Graph } from "#core/graph/graph.ts";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Environment } from "#core/languages/language.ts";
import type { RunEvent } from "#core/run/events.ts";
import { Refusal } from "#core/run/failure.ts";
import { createPlan } from "#core/run/plan.ts";
import type { PlanSource, RunPlan } from "#core/run/plan.ts";
import { checkPrices } from "#core/run/prices.ts";
import { graphOfSource, readSource } from "../subject.ts";
import { createCaseWorld } from "./case-world.ts";
import { runIdOf } from "./place.ts";
import type { Invocation, Place } from "./place.ts";
import type { Phase, ResumePhase, RunPhase, Trigger } from "./scenario.ts";

/** Thrown by the hook that stands for a kill. */
class Killed extends Error {
  override readonly name = "Killed";
}

/** Starts, resumes or cancels a run as the command line would. */
export async function playInProcess(place: Place, phase: Phase): Promise<Invocation> {
  try {
    return await invoke(place, phase);
  } catch (error) {
    if (error instanceof Killed) return { exitCode: null, refusal: null };
    if (!(error instanceof Refusal)) throw error;
    const ofStore = ["LOG_CORRUPT", "STORE_FAILED", "FENCED"].includes(error.code);
    return { exitCode: ofStore ? 1 : 2, refusal: error.code, message: error.message };
  }
}

async function invoke(place: Place, phase: Phase): Promise<Invocation> {
  if (phase.resume !== undefined) return toInvocation(await resume(place, phase, phase.resume));
  const given = phase.run ?? { budget: {} };
  if (given.replay !== undefined) return toInvocation(await replay(place, phase, given.replay));
  if (phase.cancel === undefined) return toInvocation(await run(place, phase, given));
  const graph = graphOfSource(recordedSource(await logOf(place)), place.scenario.env);
  const world = await createCaseWorld(place, { phase, graph, afterDurable: ignore });
  await cancelRun(world, { runId: runIdOf(phase), reason: "cancelled" });
  return { exitCode: 0, refusal: null };
}

async function run(place: Place, phase: Phase, given: RunPhase): Promise<RunResult> {
  const plan = planOf(place, given);
  const control = createControl();
  const afterDurable = hooksOf(phase, control);
  const world = await createCaseWorld(place, { phase, graph: plan.graph, afterDurable });
  const unpriced = checkPrices(plan.graph, plan.limits, (model) => world.models.hasPrice(model));
  if (unpriced !== undefined) throw unpriced;
  return startRun(world, plan, {
    runId: runIdOf(phase),
    control,
    ...timeoutOf(given.timeout),
  });
}

/** Every answer is recorded; the scenario's script is of no more use. */
async function replay(place: Place, phase: Phase, source: string): Promise<RunResult> {
  const { events } = await place.store.read(source);
  const graph = graphOfSource(recordedSource(events), place.scenario.env);
  const world = await createCaseWorld(place, { phase, graph, afterDurable: ignore });
  return replayRun(world, {
    recorded: events,
    compile: (text) => graphOfSource(text, place.scenario.env),
    source: readSource(place.folder, "workflow.iter"),
    runId: runIdOf(phase),
  });
}

/** Variables, preset and recipe are those of the scenario; each `run` is given them. */
function planOf({ scenario, folder }: Place, given: RunPhase): RunPlan {
  const source = readSource(folder, "workflow.iter");
  const recipe = scenario.recipe;
  const planned = createPlan({
    graph: graphOfSource(source, scenario.env),
    source,
    given: Object.entries(scenario.vars).map(([name, value]) => ({ name, text: textOf(value) })),
    budget: given.budget,
    simulated: true,
    script: { path: "script.yaml", sha256: readSource(folder, "script.yaml").sha256 },
    ...(scenario.preset === undefined ? {} : { preset: scenario.preset }),
    ...(recipe === undefined
      ? {}
      : { recipe: { path: recipe, content: readJson(join(folder, recipe)) } }),
  });
  if ("refusal" in planned) throw planned.refusal;
  return planned.plan;
}

async function resume(place: Place, phase: Phase, given: ResumePhase): Promise<RunResult> {
  const { scenario, folder } = place;
  const control = createControl();
  const source = given.file === undefined ? undefined : readSource(folder, given.file);
  const recorded = recordedSource(await logOf(place));
  const graph = compileIfRight(source, scenario.env) ?? graphOfSource(recorded, scenario.env);
  const afterDurable = hooksOf(phase, control);
  const world = await createCaseWorld(place, { phase, graph, afterDurable });
  return resumeRun(world, {
    runId: "run_case",
    compile: (text) => graphOfSource(text, scenario.env),
    answers: answersOf(given),
    by: given.as ?? "tester",
    via: "cli",
    budget: given.budget,
    rearm: given.rearm,
    force: given.force,
    control,
    ...timeoutOf(given.timeout),
    ...(source === undefined ? {} : { source }),
  });
}

/** A text with errors is refused by the engine, in its turn. */
function compileIfRight(source: PlanSource | undefined, env: Environment): Graph | undefined {
  try {
    return source && graphOfSource(source, env);
  } catch {
    return undefined;
  }
}

async function logOf({ store }: Place): Promise<readonly RunEvent[]> {
  return (await store.exists("run_case")) ? (await store.read("run_case")).events : [];
}

/** The text that the run goes on with: that of its start, or of the last forced resume. */
function recordedSource(log: readonly RunEvent[]): {
  readonly path: string;
  readonly text: string;
} {
  const source = log.findLast((event) => isFields(event.data?.["source"]))?.data?.["source"];
  const { path, text } = isFields(source) ? source : {};
  return { path: asText(path), text: asText(text) };
}

/** Answers as `--answers-file` and `--answer` give them. */
function answersOf({ answers, answer_flags: flags }: ResumePhase): readonly GivenAnswers[] {
  const fromFile = Object.entries(answers ?? {}).map(([gate, fields]) => ({
    gate,
    answers: isFields(fields) ? fields : {},
  }));
  const fromFlags = groupBy(flags.map(readFlag), ({ gate }) => gate);
  return [
    ...fromFile,
    ...[...fromFlags].map(([gate, entries]) => ({
      gate,
      answers: Object.fromEntries(entries.map(({ key, value }) => [key, value])),
      text: true,
    })),
  ];
}

/** `[gate.]key=value`; the gate goes up to the last dot. */
function readFlag(flag: string): { gate: string | null; key: string; value: string } {
  const [name = "", ...value] = flag.split("=");
  const dot = name.lastIndexOf(".");
  const gate = dot === -1 ? null : name.slice(0, dot);
  return { gate, key: name.slice(dot + 1), value: value.join("=") };
}

/** What happens right after an event has become durable: a kill, or a signal. */
function hooksOf(phase: Phase, control: RunControl): (event: RunEvent) => void {
  const crash = counterOf(phase.crash_after);
  const signal = counterOf(phase.signal_after);
  return (event) => {
    if (crash(event)) throw new Killed();
    if (!signal(event)) return;
    if (phase.signal_after?.signal === "SIGINT") control.stop({ kind: "cancel", reason: "SIGINT" });
    else control.stop({ kind: "interrupt", reason: "signal" });
  };
}

/** True for the nth event that fits, once. */
function counterOf(trigger: Trigger | undefined): (event: RunEvent) => boolean {
  let seen = 0;
  return (event) => {
    if (trigger === undefined) return false;
    const { type, node, branch, nth } = trigger;
    if (type !== undefined && event.type !== type) return false;
    if (node !== undefined && event.node_id !== node) return false;
    if (branch !== undefined && (event.branch_id ?? "") !== branch) return false;
    seen += 1;
    return seen === nth;
  };
}

function toInvocation(result: RunResult): Invocation {
  if (result.rejected.length > 0) return { exitCode: 2, refusal: "ANSWER_INVALID" };
  return { exitCode: exitCodeOf(result), refusal: null };
}

function exitCodeOf({ state, stopped }: RunResult): number {
  if (stopped?.kind === "cancel") return 130;
  if (stopped?.kind === "interrupt") return 143;
  if (state.status === "finished") return 0;
  return state.status === "paused_waiting_human" ? 3 : 1;
}

function timeoutOf(text: string | undefined): Pick<ResumeOptions, "timeoutMs"> {
  const timeoutMs = text === undefined ? undefined : parseDuration(text);
  return timeoutMs === undefined ? {} : { timeoutMs };
}

function textOf(value: Value): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function asText(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

function readJson(path: string): Fields {
  return JSON.parse(readFileSync(path, "utf8")) as Fields;
}

function ignore(): void {
  // Cancelling records one event; nothing waits for it.
}
