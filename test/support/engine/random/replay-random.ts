/** Random runs that people stop, answer, change and resume, and the replay of each. Spec: runtime §28. */
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { replayRun, resumeRun } from "#core/engine/lifecycle.ts";
import { closeWorld } from "#core/engine/playback.ts";
import { createControl } from "#core/engine/world.ts";
import type { ResumeOptions, RunControl, RunResult } from "#core/engine/world.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import type { RunEvent } from "#core/run/events.ts";
import { Refusal } from "#core/run/failure.ts";
import { isOpenGate } from "#core/run/state.ts";
import type { RunState } from "#core/run/state.ts";
import { brokenInvariants } from "../invariants.ts";
import { outcomeOf } from "../outcome.ts";
import { answerOne } from "../play-out.ts";
import { stageOf } from "../world.ts";
import type { Stage, WorldSketch } from "../world.ts";
import { answersOf, hash } from "./random-runs.ts";
import type { RandomRun } from "./random-runs.ts";

/** After so many resumes a run is left as it stands. */
const patience = 8;

/** Plays a run that is stopped and killed now and then, and resumed with this or that changed. */
export async function recordRestless(run: RandomRun): Promise<readonly RunEvent[]> {
  const answers = answersOf(run, 1);
  const draw = (what: string, round: number): number => hash(`${run.seed} ${what} ${round}`);
  let stage = stageOf({ graph: run.graph, answers });
  await stage.start(stopping(stage, draw("stop", 0)));
  let left = await kill(stage, 0, draw("kill", 0));
  for (let round = 1; round <= patience && isOpen(fold(left)); round += 1) {
    stage = stageAfter(left, { graph: run.graph, answers, laterMs: draw("later", round) % 9_000 });
    const state = fold(left);
    const changed = changes(run, draw("change", round), state);
    await goOn(stage, state, { ...changed, ...stopping(stage, draw("stop", round)) });
    left = await (round < patience ? kill(stage, left.length, draw("kill", round)) : stage.log());
  }
  return left;
}

/** What is left of a log; every third process is lost while it waited for something. */
async function kill(stage: Stage, before: number, drawn: number): Promise<readonly RunEvent[]> {
  const log = await stage.log();
  const waits = [...log.keys()].filter(
    (at) => at > before && log[at - 1]?.timestamp !== log[at]?.timestamp,
  );
  return drawn % 3 === 0 ? log.slice(0, waits[(drawn >>> 4) % waits.length]) : log;
}

interface After extends WorldSketch {
  /** How long nobody came. */
  readonly laterMs?: number;
}

function stageAfter(left: readonly RunEvent[], { laterMs = 0, ...sketch }: After): Stage {
  const store = createMemoryStore();
  store.put("run_x", left);
  const startMs = Date.parse(left.at(-1)?.timestamp ?? "") + laterMs;
  return stageOf({ ...sketch, store, startMs });
}

/** Replays a log, undisturbed, killed and stopped; everything that is wrong with that. */
export async function replayFaults(
  run: RandomRun,
  recorded: readonly RunEvent[],
): Promise<readonly string[]> {
  const whole = await replayAt(run, recorded);
  const drawn = hash(`${run.seed} replay`);
  const left = whole.log.slice(0, 1 + (drawn % whole.log.length));
  const killed = await goOnReplaying(run, recorded, { left, torn: true });
  const cut = await replayAt(run, recorded, drawn);
  const stopped = await goOnReplaying(run, recorded, { left: cut.log });
  return [
    ...compare(recorded, whole),
    ...compare(recorded, { ...killed, torn: true }).map((fault) => `killed: ${fault}`),
    ...compare(recorded, stopped).map((fault) => `stopped: ${fault}`),
  ];
}

interface Replayed {
  readonly log: readonly RunEvent[];
  readonly state: RunState;
  readonly calls: readonly { readonly key: string }[];
  /** It was killed between things that happen at once: others may have come first then. */
  readonly torn?: boolean;
}

/** `stopAt` draws when it is stopped. */
async function replayAt(
  run: RandomRun,
  recorded: readonly RunEvent[],
  stopAt?: number,
): Promise<Replayed> {
  const stage = stageOf({ graph: run.graph, startMs: Date.parse("2026-06-01T09:00:00.000Z") });
  const { state } = await replayRun(stage.world, {
    ...{ recorded, compile: () => run.graph, runId: "run_x" },
    ...(stopAt === undefined ? {} : stopping(stage, 3 * stopAt)),
  });
  return { log: await stage.log(), state, calls: stage.calls };
}

/** Resumes a replay of which so much is left, unless it has ended. */
async function goOnReplaying(
  run: RandomRun,
  recorded: readonly RunEvent[],
  { left, torn = false }: { readonly left: readonly RunEvent[]; readonly torn?: boolean },
): Promise<Replayed> {
  // One that stands as the recorded run did in the end has nothing to go on with.
  const there = { log: left, state: fold(left), calls: [], torn };
  if (!isOpen(there.state) || compare(recorded, there).length === 0) return there;
  const stage = stageAfter(left, { graph: run.graph });
  const { state } = await resumeRun(closeWorld(stage.world, recorded), {
    ...{ runId: "run_x", compile: () => run.graph },
  });
  return { log: await stage.log(), state, calls: stage.calls };
}

function compare(
  recorded: readonly RunEvent[],
  { log, state, calls, torn = false }: Replayed,
): string[] {
  const before = fold(recorded);
  const [was, is] = [outcomeOf(before, recorded), outcomeOf(state, log)];
  const ended = ({ status, failure }: RunState): string => `${status} ${failure?.code ?? ""}`;
  const mayDiffer = torn && was.raced;
  return [
    ...brokenInvariants(recorded, before),
    ...brokenInvariants(log, state),
    ...calls.map(({ key }) => `${key} was called`),
    ...(mayDiffer || ended(before) === ended(state)
      ? []
      : [`${ended(before)} was replayed as ${ended(state)}`]),
    ...(mayDiffer || was.whole === is.whole ? [] : [`${was.whole} was replayed as ${is.whole}`]),
  ];
}

function isOpen({ status }: RunState): boolean {
  return status !== "finished" && status !== "failed";
}

/** Every third process is stopped, some seconds after it began. */
function stopping({ clock }: Stage, drawn: number): { readonly control?: RunControl } {
  if (drawn % 3 !== 0) return {};
  const control = createControl();
  const kind = (drawn >>> 4) % 2 === 0 ? "cancel" : "interrupt";
  void clock
    .sleep(((drawn >>> 8) % 9) * 700 + 100)
    .then(() => control.stop({ kind, reason: "signal" }));
  return { control };
}

/** What is changed by hand: now and then a limit, a loop, or the place to go on from. */
function changes({ graph }: RandomRun, drawn: number, state: RunState): Partial<ResumeOptions> {
  const exceeded = state.exceeded !== null;
  const loops = graph.loops.map(({ name }) => name);
  const limited = state.limits.maxIterations !== undefined;
  const budget =
    exceeded || (limited && drawn % 5 === 0) ? { budget: { max_iterations: "+3" } } : {};
  const rearm = drawn % 7 === 0 && loops.length > 0 ? { rearm: loops } : {};
  const ran = Object.values(state.activations).filter(({ branch }) => branch === "");
  const back = drawn % 6 === 0 ? ran[(drawn >>> 8) % Math.max(1, ran.length)] : undefined;
  return { ...budget, ...rearm, ...(back === undefined ? {} : { from: back.node }) };
}

/** True if somebody is asked: nobody is while a failed run's branches are settled. */
function asks({ status, interactions, branches }: RunState): boolean {
  if (status !== "paused_waiting_human" && status !== "cancelled") return false;
  return Object.values(interactions).some(
    (gate) => isOpenGate(gate) && branches[gate.branchId]?.status === "live",
  );
}

/** A gate that is open is answered; what can't be changed is left as it is. */
async function goOn(
  stage: Stage,
  state: RunState,
  options: Partial<ResumeOptions>,
): Promise<RunResult> {
  const resume = (more: Partial<ResumeOptions>): Promise<RunResult> =>
    asks(state) ? answerOne(stage, state, more) : stage.resume(more);
  try {
    return await resume(options);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { budget = {}, rearm = [], control } = options;
    return resume({ budget, rearm, ...(control && { control }) });
  }
}
