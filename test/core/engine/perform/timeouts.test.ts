/** What of an activation's time counts for its `timeout`: that in which it was worked on. */
import { expect, it } from "vitest";
import { createControl } from "#core/engine/world.ts";
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import type { RunState } from "#core/run/state.ts";
import { agent, graphOf, join, router, tool } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";

const limit = 30_000;
const bad = { error: { code: "EXECUTION_FAILED" } } as const;

/** Branches of one node each, and where they meet. */
function branches(nodes: readonly GraphNode[], budget: Graph["budget"] = null): Graph {
  return {
    ...graphOf({
      entry: "f",
      nodes: [router("f"), ...nodes, join("j")],
      edges: [
        ...nodes.map(({ id }) => `f -> ${id}`),
        ...nodes.map(({ id }) => `${id} -> j`),
        "j -> done",
      ],
    }),
    budget,
  };
}

function failureOf({ failure, status }: RunState): string {
  return failure ? `${failure.code} ${failure.node ?? ""}` : status;
}

it("leaves out the time in which others have the workspace, once people have answered", async () => {
  const asking = { delegate: "claude_code", interaction: "human", mutates: true };
  const graph = branches([agent("d1", asking), agent("d2", { ...asking, timeoutMs: limit })]);
  const stage = stageOf({
    graph,
    answers: ({ nodeId }, { count }) =>
      count === 0
        ? { question: { text: "which?" } }
        : { output: nodeId, durationMs: nodeId === "d1" ? 40_000 : 20_000 },
  });
  await stage.start();

  const answers = ["g1", "g2"].map((gate) => ({ gate, answers: { answer: "this" } }));
  const { state } = await stage.resume({ answers });

  expect(failureOf(state)).toBe("finished");
});

it("leaves out the time in which an activation that was cut off waits for a place", async () => {
  const graph = branches([tool("a"), tool("b"), tool("c", { timeoutMs: limit })].map(reading));
  const seconds: Readonly<Record<string, number>> = { a: 20, b: 20, c: 20 };
  const control = createControl();
  const stage = stageOf({
    graph,
    answers: ({ nodeId }) => ({ durationMs: (seconds[nodeId] ?? 0) * 1000 }),
  });
  void stage.clock.sleep(5_000).then(() => control.stop({ kind: "cancel", reason: "why" }));
  await stage.start({ control });

  const { state } = await stage.resume({ budget: { max_parallel_branches: 1 } });

  expect(failureOf(state)).toBe("finished");
});

it("counts what was used before and after it was cut off", async () => {
  const graph = branches([tool("a"), tool("c", { timeoutMs: limit })].map(reading));
  const control = createControl();
  const stage = stageOf({
    graph,
    answers: ({ nodeId }) => ({ durationMs: nodeId === "a" ? 20_000 : 26_000 }),
  });
  void stage.clock.sleep(5_000).then(() => control.stop({ kind: "cancel", reason: "why" }));
  await stage.start({ control });

  const { state } = await stage.resume({ budget: { max_parallel_branches: 1 } });

  expect(failureOf(state)).toBe("TIMEOUT c");
});

it("leaves out the time in which a branch was cancelled, until it lives again", async () => {
  const graph = graphOf({
    entry: "f",
    nodes: [
      ...[router("f"), router("in"), agent("z"), agent("b"), agent("c", { timeoutMs: limit })],
      ...[join("ij"), join("j", { await: "best_effort" })],
    ],
    edges: [
      ...["f -> z", "f -> in", "in -> b", "in -> c", "b -> ij", "c -> ij", "ij -> j"],
      ...["z -> j", "j -> done"],
    ],
  });
  const stage = stageOf({
    graph,
    answers: ({ nodeId }, { count }) => {
      if (nodeId === "c") return { durationMs: 10_000 };
      const failing = { ...bad, durationMs: nodeId === "z" ? 100_000 : 2_000 };
      return count === 0 ? failing : {};
    },
  });
  await stage.start();

  const { state } = await stage.resume();

  expect(failureOf(state)).toBe("finished");
  expect(state.activations["f#0.in/in#0.c/c#0"]?.status).toBe("finished");
});

it("leaves out the time in which a step waits for the budget", async () => {
  const graph = branches([agent("a"), agent("c", { timeoutMs: limit, tools: ["read"] })], {
    unknownPrice: "error",
    maxTokens: 350,
  });
  const stage = stageOf({
    graph,
    answers: ({ nodeId, step }) => {
      if (nodeId === "a") return { usage: { input_tokens: 10 }, durationMs: 60_000 };
      if (step === "model:1") return { durationMs: 20_000 };
      if (step !== "model:0") return {};
      const toolCalls = [{ id: "1", name: "read", input: {} }];
      return { toolCalls, durationMs: 5_000, usage: { input_tokens: 200 } };
    },
  });

  const { state } = await stage.start();

  const log = await stage.log();
  const turn = log.find(
    ({ type, data }) => type === "step_started" && data?.["step"] === "model:1",
  );
  expect(turn?.timestamp).toBe("2026-05-04T09:13:00.000Z");
  expect(failureOf(state)).toBe("finished");
});

it("is the same for whoever folds the log", async () => {
  const graph = branches([tool("a"), tool("c", { timeoutMs: limit })].map(reading));
  const control = createControl();
  const stage = stageOf({ graph, answers: () => ({ durationMs: 20_000 }) });
  void stage.clock.sleep(5_000).then(() => control.stop({ kind: "interrupt", reason: "why" }));

  await stage.start({ control });

  const log = await stage.log();
  const resumed = {
    type: "run_resumed",
    run_id: "run_x",
    data: { resumed_from: "failed" },
  } as const;
  const state = fold([
    ...log,
    { ...resumed, seq: log.length, timestamp: "2026-05-04T10:00:00.000Z" },
  ]);
  expect(state.activations["f#0.c/c#0"]).toMatchObject({
    ...{ usedMs: 5_000, runningSince: null, underWay: 0 },
  });
});

function reading(node: GraphNode): GraphNode {
  return { ...node, mutates: false };
}
