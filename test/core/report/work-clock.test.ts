import { expect, it } from "vitest";
import { cancelRun } from "#core/engine/lifecycle.ts";
import { viewDeeds } from "#core/report/deeds/view-deeds.ts";
import { viewRun } from "#core/report/run-view.ts";
import { agent, graphOf, human, join, router, tool } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Stage } from "#support/engine/world.ts";
import { createLog, nodeFinished, nodeStarted, runStarted } from "#support/log-builder.ts";

const bad = { error: { code: "EXECUTION_FAILED" } } as const;

/** Milliseconds of each activation, those of its attempts, and of the run. */
async function timesOf(stage: Stage) {
  const log = await stage.log();
  const { activations, durationMs } = viewRun(log);
  const deeds = viewDeeds(log);
  return {
    run: durationMs,
    nodes: Object.fromEntries(
      activations
        .filter(({ kind }) => !/router|join|done/.test(kind))
        .map(({ id, node, workedMs }) => [
          node,
          [workedMs, ...(deeds.get(id) ?? []).map((attempt) => attempt.workedMs)],
        ]),
    ),
  };
}

it("leaves out what lies between a failure and the resume", async () => {
  const stage = stageOf({
    graph: graphOf({ entry: "a", nodes: [agent("a")], edges: ["a -> done"] }),
    answers: (_, { count }) => ({ durationMs: 1_000 + 100 * count, ...(count < 2 ? bad : {}) }),
  });
  await stage.start();
  await stage.clock.sleep(20_000);
  await stage.resume();
  await stage.clock.sleep(20_000);
  await stage.resume();

  const times = await timesOf(stage);

  expect(times).toEqual({ run: 3_300, nodes: { a: [3_300, 1_000, 1_100, 1_200] } });
});

it("leaves out what lies between a kill and whoever writes next", async () => {
  const graph = graphOf({ entry: "a", nodes: [agent("a")], edges: ["a -> done"] });
  const stage = stageOf({ graph, answers: () => ({ durationMs: 3_000 }) });
  await stage.start();
  const log = await stage.log();
  const kept = log.slice(0, log.findIndex(({ type }) => type === "step_started") + 1);
  stage.store.put("run_x", kept);
  await stage.clock.sleep(20_000);
  await cancelRun(stage.world, { runId: "run_x" });
  await stage.resume();

  const times = await timesOf(stage);

  expect((await stage.log())[kept.length]).toMatchObject({ type: "run_cancelled", idle: true });
  expect(times).toEqual({ run: 3_000, nodes: { a: [3_000, 3_000] } });
});

it("leaves out what lies between a kill and the resume", async () => {
  const graph = graphOf({ entry: "a", nodes: [tool("a")], edges: ["a -> done"] });
  const stage = stageOf({ graph, answers: () => ({ durationMs: 3_000 }) });
  await stage.start();
  const log = await stage.log();
  const begun = log.findIndex(({ type }) => type === "step_started");
  stage.store.put("run_x", log.slice(0, begun + 1));
  await stage.clock.sleep(60_000);

  await stage.resume();

  expect(await timesOf(stage)).toEqual({ run: 3_000, nodes: { a: [3_000, 3_000] } });
});

it("leaves out the wait for people, also while others go on", async () => {
  const graph = graphOf({
    entry: "f",
    nodes: [router("f"), human("gate"), agent("a"), join("j")],
    edges: ["f -> gate", "f -> a", "gate -> j", "a -> j", "j -> done"],
  });
  const stage = stageOf({ graph, answers: () => ({ durationMs: 5_000 }) });
  await stage.start();
  await stage.clock.sleep(3_600_000);

  await stage.resume({ answers: [{ gate: "g1", answers: { approved: true, reason: "" } }] });

  expect(await timesOf(stage)).toEqual({ run: 5_000, nodes: { gate: [0, 0], a: [5_000, 5_000] } });
});

it("leaves out the time in which a branch was cancelled", async () => {
  const graph = graphOf({
    entry: "f",
    nodes: [
      ...[router("f"), router("in"), agent("z"), agent("b"), agent("c")],
      ...[join("ij"), join("j", { await: "best_effort" })],
    ],
    edges: [
      ...["f -> z", "f -> in", "in -> b", "in -> c", "b -> ij", "c -> ij", "ij -> j"],
      ...["z -> j", "j -> done"],
    ],
  });
  const seconds: Readonly<Record<string, number>> = { z: 100, b: 2, c: 10 };
  const stage = stageOf({
    graph,
    answers: ({ nodeId }, { count }) => ({
      durationMs: (seconds[nodeId] ?? 0) * 1_000,
      ...(nodeId !== "c" && count === 0 ? bad : {}),
    }),
  });
  await stage.start();
  await stage.resume();

  const { nodes } = await timesOf(stage);

  expect(nodes["c"]).toEqual([12_000, 12_000]);
});

it("goes on, for a node that calls others, with what they do after a kill", () => {
  const log = createLog([
    runStarted(),
    nodeStarted("plan", "subgraph"),
    { type: "call_started", node: "plan", n: 0, ms: 1_000 },
    { type: "run_resumed", ms: 60_000, data: { resumed_from: "interrupted" } },
    nodeFinished("plan", {}, { ms: 4_000 }),
  ]);

  expect(viewRun(log).activations.map(({ workedMs }) => workedMs)).toEqual([5_000]);
});
