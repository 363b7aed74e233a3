/** Plays random runs, whole or from what a kill left, and says everything that was wrong on the way. */
import { createMemoryStore } from "#adapters/stores/memory.ts";
import type { MemoryStore } from "#adapters/stores/memory.ts";
import type { RunResult } from "#core/engine/world.ts";
import { toText } from "#core/graph/value.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import type { RunEvent } from "#core/run/events.ts";
import { Refusal } from "#core/run/failure.ts";
import { brokenInvariants, createShadow, foldsOtherwise } from "../invariants.ts";
import { watchStore } from "../kill.ts";
import type { WatchedStore } from "../kill.ts";
import { outcomeOf } from "../outcome.ts";
import type { Outcome } from "../outcome.ts";
import { goOn, playOut } from "../play-out.ts";
import { stageOf } from "../world.ts";
import type { Stage } from "../world.ts";
import { answersOf } from "./random-runs.ts";
import type { RandomRun } from "./random-runs.ts";

/** What came of a run. */
export interface Played {
  readonly outcome: Outcome;
  readonly log: readonly RunEvent[];
  readonly faults: readonly string[];
}

/** A run that nobody disturbed, and what it would have left behind at any moment. */
export interface Undisturbed extends Played {
  readonly watched: WatchedStore;
  /** It ends the same, whoever is first where work goes on side by side. */
  readonly calm: boolean;
}

const runId = "run_x";

/** Folding takes longest of all; a few of a run's kills are enough to see that it is right. */
const foldEvery = 7;

/** Plays a run undisturbed: at three paces, in which parallel work ends in different orders. */
export async function playWhole(run: RandomRun): Promise<Undisturbed> {
  const watched = watchStore(runId);
  const plain = await playAt(run, 1, watched.store);
  const others = [await playAt(run, 2), await playAt(run, 3)];
  const same = others.every(({ outcome }) => outcome.whole === plain.outcome.whole);
  const faults = others.flatMap((other) => other.faults);
  const differs = !same && plain.outcome.finished && !plain.outcome.raced;
  return {
    ...plain,
    watched,
    calm: same && !plain.outcome.raced,
    faults: [
      ...plain.faults,
      ...faults,
      ...(differs ? ["it ends otherwise when parallel work ends in another order"] : []),
    ],
  };
}

/** Goes on with what a process left behind that was killed when so many events were durable. */
export async function playKilled(
  run: RandomRun,
  { watched, log, outcome, calm }: Undisturbed,
  kept: number,
): Promise<readonly string[]> {
  const left = log.slice(0, kept);
  const stage = stageFor(run, 1, watched.leftBehind(log, kept), left);
  const state = await playOut(stage, await goOn(stage, fold(left)));
  const whole = await stage.log();
  const now = outcomeOf(state, whole);
  const same = outcome.finished ? now.whole === outcome.whole : now.finished === outcome.finished;
  return [
    ...brokenInvariants(whole, state),
    ...(kept % foldEvery === 0 ? foldsOtherwise(whole, state) : []),
    ...madeAgain(left, stage),
    ...(calm && !same ? [`it ended as ${now.whole}, undisturbed as ${outcome.whole}`] : []),
  ].map((fault) => `killed after event ${kept} of ${log.length}: ${fault}`);
}

/**
 * Goes back to one of the nodes of what a killed process left behind, and is killed again on the way
 * from there; empty where there is no going back.
 */
export async function playBack(
  run: RandomRun,
  { watched, log }: Undisturbed,
  { kept, choice }: { readonly kept: number; readonly choice: number },
): Promise<readonly string[]> {
  const left = log.slice(0, kept);
  const nodes = left.flatMap(({ type, node_id: id = "" }) => (type === "node_started" ? [id] : []));
  const from = nodes[choice % Math.max(1, nodes.length)];
  if (from === undefined) return [];
  const stage = stageFor(run, 1, watched.leftBehind(log, kept), left);
  const first = await stage.resume({ from }).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === "RESUME_INVALID") return undefined;
    throw error;
  });
  if (first === undefined) return [];
  const faults = [...(await faultsOf(stage, first))];
  const whole = await stage.log();
  for (let again = kept + 1; again < whole.length; again += 1 + (choice % 4)) {
    const store = createMemoryStore();
    store.put(runId, whole.slice(0, again));
    const next = stageFor(run, 1, store, whole.slice(0, again));
    const found = await faultsOf(next, await goOn(next, fold(whole.slice(0, again))));
    faults.push(...found.map((fault) => `killed after event ${again}: ${fault}`));
  }
  return faults.map((fault) => `back to ${from} after event ${kept} of ${log.length}: ${fault}`);
}

async function faultsOf(stage: Stage, first: RunResult): Promise<readonly string[]> {
  const state = await playOut(stage, first);
  const log = await stage.log();
  return [...brokenInvariants(log, state), ...foldsOtherwise(log, state)];
}

async function playAt(run: RandomRun, pace: number, store?: MemoryStore): Promise<Played> {
  const shadow = createShadow();
  const stage = stageFor(run, pace, store, [], { reporters: [shadow] });
  const state = await playOut(stage, await stage.start());
  const log = await stage.log();
  const differs = shadow.differs();
  return {
    outcome: outcomeOf(state, log),
    log,
    faults: [
      ...brokenInvariants(log, state),
      ...(differs === undefined ? [] : [`the log folds to another state ${differs}`]),
    ],
  };
}

function stageFor(
  run: RandomRun,
  pace: number,
  store: MemoryStore | undefined,
  left: readonly RunEvent[],
  more: Parameters<typeof stageOf>[0]["more"] = {},
): Stage {
  const last = left.at(-1);
  return stageOf({
    graph: run.graph,
    answers: answersOf(run, pace),
    ...(store === undefined ? {} : { store }),
    ...(last === undefined ? {} : { startMs: Date.parse(last.timestamp) }),
    more,
  });
}

/** Calls for steps that the log had as finished. */
function madeAgain(left: readonly RunEvent[], { calls }: Stage): string[] {
  const finished = new Set<string>();
  for (const { type, activation_id: id = "", data } of left) {
    if (type !== "step_finished" || data?.["error"] !== undefined) continue;
    finished.add(`${runId}/${id}/${toText(data?.["step"] ?? "")}`);
  }
  return calls.flatMap(({ key }) => (finished.has(key) ? [`${key} was made again`] : []));
}
