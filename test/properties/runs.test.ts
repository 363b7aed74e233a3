import fc from "fast-check";
import { expect, it } from "vitest";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import type { RunResult } from "#core/engine/world.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";
import { expectInvariants } from "#support/engine/invariants.ts";
import { answersOf, randomRuns } from "#support/engine/random-graphs.ts";
import type { RandomRun } from "#support/engine/random-graphs.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Stage } from "#support/engine/world.ts";

const runs = Number(process.env["ITER_PROPERTY_RUNS"] ?? 200);

/** Goes on through all gates until the run ends; everybody says the same whenever they are asked. */
async function playOut(stage: Stage, first: RunResult): Promise<RunState> {
  let { state } = first;
  while (state.status === "paused_waiting_human") {
    const answers = Object.values(state.interactions)
      .filter((gate) => gate.answeredAt === null)
      .filter((gate) => state.branches[gate.branchId]?.status === "live")
      .slice(0, 1)
      .map((gate) => ({
        gate: gate.id,
        answers: { approved: gate.activationId.length % 2 === 0, reason: "" },
      }));
    ({ state } = await stage.resume({ answers }));
  }
  return state;
}

async function play(run: RandomRun, pace: number): Promise<{ stage: Stage; state: RunState }> {
  const stage = stageOf({ graph: run.graph, answers: answersOf(run, pace) });
  return { stage, state: await playOut(stage, await stage.start()) };
}

/** What must not depend on the order in which parallel work ends. */
function outcomeOf(state: RunState): unknown {
  const activations = Object.values(state.activations)
    .filter(({ status }) => status === "finished")
    .map(({ id, input, output }) => [id, input, output]);
  return {
    status: state.status,
    code: state.failure?.code,
    output: state.output,
    activations: activations.sort(([a], [b]) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    iterations: state.spent.iterations,
  };
}

/** Of a run that fails while others work, how far those came depends on time. */
function comparable(state: RunState): unknown {
  if (state.status === "finished") return outcomeOf(state);
  return { status: state.status, code: state.failure?.code };
}

it("ends every graph, and every log keeps the invariants", async () => {
  await fc.assert(
    fc.asyncProperty(randomRuns, async (run) => {
      const { stage, state } = await play(run, 1);

      expect(["finished", "failed", "failed_resumable"]).toContain(state.status);
      expectInvariants(await stage.log(), state);
    }),
    { numRuns: runs },
  );
});

it("gives the same whatever the order in which parallel work ends", async () => {
  await fc.assert(
    fc.asyncProperty(randomRuns, async (run) => {
      const first = await play(run, 1);
      const second = await play(run, 2);
      const third = await play(run, 3);

      expect(comparable(second.state)).toEqual(comparable(first.state));
      expect(comparable(third.state)).toEqual(comparable(first.state));
    }),
    { numRuns: runs },
  );
});

it("ends the same when it is killed after any event and resumed", async () => {
  await fc.assert(
    fc.asyncProperty(randomRuns, fc.nat(), async (run, at) => {
      const { stage, state } = await play(run, 1);
      const log = await stage.log();
      const kept = log.slice(0, 1 + (at % (log.length - 1)));
      const again = await resumeFrom(run, kept);

      expect(comparable(again.state)).toEqual(comparable(state));
      const whole = await again.stage.log();
      expectInvariants(whole, again.state);
      expect(madeTwice(whole)).toEqual([]);
    }),
    { numRuns: runs * 2 },
  );
});

async function resumeFrom(
  run: RandomRun,
  kept: readonly RunEvent[],
): Promise<{ stage: Stage; state: RunState }> {
  const store = createMemoryStore();
  store.put("run_x", kept);
  const startMs = Date.parse(kept.at(-1)?.timestamp ?? "");
  const stage = stageOf({ graph: run.graph, answers: answersOf(run, 1), store, startMs });
  return { stage, state: await playOut(stage, await stage.resume()) };
}

/** Steps whose result is in the log more than once. */
function madeTwice(log: readonly RunEvent[]): string[] {
  const done = log
    .filter(({ type, data }) => type === "step_finished" && data?.["error"] === undefined)
    .map(({ activation_id: id, data }) => `${id ?? ""} ${JSON.stringify(data?.["step"])}`);
  return done.filter((step, index) => done.indexOf(step) !== index);
}
