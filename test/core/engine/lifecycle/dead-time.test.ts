/** The time for which nobody worked on a run costs nothing. Spec: runtime §4.4, §13.1. */
import { describe, expect, it } from "vitest";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { cancelRun, carryOut, failRun } from "#core/engine/lifecycle.ts";
import { usageOf } from "#core/report/check/log-view.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import type { RunEvent } from "#core/run/events.ts";
import { graphOf, human, join, router, tool } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Stage } from "#support/engine/world.ts";

const graph = graphOf({
  entry: "f",
  nodes: [router("f"), tool("a"), human("h"), join("m")],
  edges: ["f -> a", "f -> h", "a -> m", "h -> m", "m -> done"],
  budget: { maxDurationMs: 6_000 },
});
const begun = Date.parse("2026-05-04T09:12:00.000Z");
const yes = [{ gate: "g1", answers: { approved: true, reason: "" } }];

/** What a process left that was killed with `a` at work for a second and `h` asked; an hour later. */
async function killed({ torn = false, source = "human" } = {}): Promise<Stage> {
  const first = stageOf({ graph, startMs: begun, answers: () => ({ durationMs: 1_000 }) });
  await first.start();
  const log = await first.log();
  const open = log.find(({ type }) => type === "human_input_requested");
  const kept = log
    .slice(
      0,
      log.findIndex(({ type }) => type === "step_finished"),
    )
    .map((event) => (event === open ? { ...event, data: { ...event.data, source } } : event));
  const last = { ...at(kept.at(-1), 1_000), type: "tool_progress", data: { text: "…" } } as const;
  const store = createMemoryStore();
  store.put("run_x", [...kept, last]);
  const read: typeof store.read = async (runId) => ({
    ...(await store.read(runId)),
    repaired: { droppedBytes: 7, ignoredLines: 0 },
  });
  return stageOf({
    graph,
    store,
    startMs: begun + 3_600_000,
    answers: () => ({ durationMs: 1_000 }),
    ...(torn ? { more: { store: { ...store, read } } } : {}),
  });
}

function at(event: RunEvent | undefined, later: number): RunEvent {
  if (event === undefined) throw new Error("there is no event");
  const timestamp = new Date(Date.parse(event.timestamp) + later).toISOString();
  return { ...event, seq: event.seq + 1, timestamp };
}

/** The run's working time, as the fold and the checks of tests count it. */
async function worked(stage: Stage): Promise<readonly unknown[]> {
  const log = await stage.log();
  return [fold(log).spent.duration_ms, usageOf(log)["duration_ms"]];
}

describe("the gap after a kill counts nothing", () => {
  it.each([
    ["a resume that has nothing else to say", false, {}],
    ["a resume that says what was cut off the log", true, {}],
    ["an answer", false, { answers: yes }],
    ["an answer behind what was cut off", true, { answers: yes }],
    ["a way back", false, { from: "f" }],
  ])("before %s", async (_, torn, options) => {
    const stage = await killed({ torn });

    const { state } = await stage.resume(options);

    expect(state.failure).toBeNull();
    expect(await worked(stage)).toEqual([2_000, 2_000]);
  });

  it("before an answer that is refused", async () => {
    const stage = await killed({ torn: true });

    const { rejected } = await stage.resume({ answers: [{ gate: "g1", answers: { no: 1 } }] });

    expect(rejected).toHaveLength(1);
    expect(await worked(stage)).toEqual([1_000, 1_000]);
    expect((await stage.resume({ answers: yes })).state.status).toBe("finished");
    expect(await worked(stage)).toEqual([2_000, 2_000]);
  });

  it.each([true, false])("before a cancel by another process: torn %s", async (torn) => {
    const stage = await killed({ torn });

    await cancelRun(stage.world, { runId: "run_x" });

    expect(await worked(stage)).toEqual([1_000, 1_000]);
    expect((await stage.resume({ answers: yes })).state.status).toBe("finished");
  });

  it("before the end of a run with which nobody could go on", async () => {
    const stage = await killed();

    await failRun(stage.world, { runId: "run_x", code: "LOST", message: "it is lost" });

    expect(await worked(stage)).toEqual([1_000, 1_000]);
  });

  it("before and while what its nodes have proposed is carried out", async () => {
    const stage = await killed({ source: "effects" });

    await carryOut(stage.world, "run_x", async ({ effects }) => {
      const { effect } = await effects.intend({ kind: "comment", target: "#1", digest: "d" });
      const written = stage.clock.sleep(5_000);
      stage.clock.idle?.();
      await written;
      await effects.done(effect, { id: 1 });
      return {};
    });

    expect(await worked(stage)).toEqual([1_000, 1_000]);
  });
});

it("what comes before the process goes on says so, and nothing behind it", async () => {
  const stage = await killed({ torn: true });

  await stage.resume({ answers: yes });

  const idle = (await stage.log()).filter((event) => event.idle === true);
  expect(idle.map(({ type }) => type)).toEqual(["log_repaired", "human_answers_recorded"]);
});

it("a log of events that don't say so folds as it always did", async () => {
  const stage = await killed();
  const log = await stage.log();
  const cancelled = { ...at(log.at(-1), 60_000), type: "run_cancelled", data: {} } as const;

  expect(fold([...log, cancelled]).spent.duration_ms).toBe(61_000);
});
