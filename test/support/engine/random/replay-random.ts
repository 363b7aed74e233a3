/** Random runs that people stop, answer, change and resume, and the replay of each. Spec: runtime §28. */
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { replayRun, resumeRun } from "#core/engine/lifecycle.ts";
import { closeWorld } from "#core/engine/playback.ts";
import { createControl } from "#core/engine/world.ts";
import type { ResumeOptions, RunControl, RunResult } from "#core/engine/world.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import type { RunEvent } from "#core/run/events.ts";
import { Refusal } from "#core/run/failure.ts";
import type { RunState } from "#core/run/state.ts";
import { brokenInvariants } from "../invariants.ts";
import { outcomeOf } from "../outcome.ts";
import { answerOne } from "../play-out.ts";
import { stageOf } from "../world.ts";
import type { Stage } from "../world.ts";
import { answersOf, hash } from "./random-runs.ts";
import type { RandomRun } from "./random-runs.ts";

/** After so many resumes a run is left as it stands. */
const patience = 8;

/** Plays a run that is stopped now and then, and resumed with this or that changed. */
export async function recordRestless(run: RandomRun): Promise<readonly RunEvent[]> {
  const stage = stageOf({ graph: run.graph, answers: answersOf(run, 1) });
  const draw = (what: string, round: number): number => hash(`${run.seed} ${what} ${round}`);
  let { state } = await stage.start(stopping(stage, draw("stop", 0)));
  for (let round = 1; round <= patience && isOpen(state); round += 1) {
    const changed = changes(run, draw("change", round), state);
    const control = stopping(stage, draw("stop", round));
    state = (await goOn(stage, state, { ...changed, ...control })).state;
  }
  return stage.log();
}

/** Replays a log, undisturbed, killed and stopped; everything that is wrong with that. */
export async function replayFaults(
  run: RandomRun,
  recorded: readonly RunEvent[],
): Promise<readonly string[]> {
  const whole = await replayAt(run, recorded);
  const drawn = hash(`${run.seed} replay`);
  const killed = await goOnReplaying(run, recorded, {
    left: whole.log.slice(0, 1 + (drawn % whole.log.length)),
  });
  const cut = await replayAt(run, recorded, drawn);
  const stopped = await goOnReplaying(run, recorded, { left: cut.log });
  return [
    ...compare(recorded, whole),
    ...compare(recorded, killed).map((fault) => `killed: ${fault}`),
    ...compare(recorded, stopped).map((fault) => `stopped: ${fault}`),
  ];
}

interface Replayed {
  readonly log: readonly RunEvent[];
  readonly state: RunState;
  readonly calls: readonly { readonly key: string }[];
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
  { left }: { readonly left: readonly RunEvent[] },
): Promise<Replayed> {
  // One that stands as the recorded run did in the end has nothing to go on with.
  const there = { log: left, state: fold(left), calls: [] };
  if (!isOpen(there.state) || compare(recorded, there).length === 0) return there;
  const store = createMemoryStore();
  store.put("run_x", left);
  const startMs = Date.parse(left.at(-1)?.timestamp ?? "");
  const stage = stageOf({ graph: run.graph, store, startMs });
  const { state } = await resumeRun(closeWorld(stage.world, recorded), {
    ...{ runId: "run_x", compile: () => run.graph },
  });
  return { log: await stage.log(), state, calls: stage.calls };
}

function compare(recorded: readonly RunEvent[], { log, state, calls }: Replayed): string[] {
  const before = fold(recorded);
  const [was, is] = [outcomeOf(before, recorded), outcomeOf(state, log)];
  const ended = ({ status, failure }: RunState): string => `${status} ${failure?.code ?? ""}`;
  return [
    ...brokenInvariants(recorded, before),
    ...brokenInvariants(log, state),
    ...calls.map(({ key }) => `${key} was called`),
    ...(ended(before) === ended(state) ? [] : [`${ended(before)} was replayed as ${ended(state)}`]),
    ...(was.raced || was.whole === is.whole ? [] : [`${was.whole} was replayed as ${is.whole}`]),
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

/** A gate that is open is answered; what can't be changed is left as it is. */
async function goOn(
  stage: Stage,
  state: RunState,
  options: Partial<ResumeOptions>,
): Promise<RunResult> {
  const resume = (more: Partial<ResumeOptions>): Promise<RunResult> =>
    state.status === "paused_waiting_human" ? answerOne(stage, state, more) : stage.resume(more);
  try {
    return await resume(options);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { budget = {}, rearm = [], control } = options;
    return resume({ budget, rearm, ...(control && { control }) });
  }
}
