/** Replays in which the order of parallel work makes a difference. Spec: runtime §28. */
import { expect, it } from "vitest";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { createControl } from "#core/engine/world.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { RunEvent } from "#core/run/events.ts";
import { agent, graphOf, human, router } from "#support/engine/graph.ts";
import { replay } from "#support/engine/replay.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Answers, Reply, Stage } from "#support/engine/world.ts";

const failure = { error: { code: "TOOL_FAILED" } } as const;
const yes = [{ gate: null, answers: { approved: true, reason: "" } }];

/** Each node takes so long, and gives this each time. */
const by =
  (replies: Readonly<Record<string, Reply>>): Answers =>
  ({ nodeId }) =>
    replies[nodeId] ?? {};

/** A run that is stopped after so long. */
async function startUntil(stage: Stage, ms: number): Promise<void> {
  const control = createControl();
  void stage.clock.sleep(ms).then(() => control.stop({ kind: "cancel", reason: "signal" }));
  await stage.start({ control });
}

/** The ends of steps, and when they came after the beginning. */
function endsOf(log: readonly RunEvent[]): readonly string[] {
  const began = Date.parse(log[0]?.timestamp ?? "");
  return log
    .filter(({ type }) => type === "step_finished")
    .map(({ node_id: node = "", timestamp }) => `${node} ${Date.parse(timestamp) - began}`);
}

/** Three branches of which two work at a time. */
function threeOf(nodes: Graph["nodes"], edges: readonly string[]): Graph {
  return graphOf({
    entry: "fan",
    nodes: [router("fan"), ...nodes],
    edges: ["fan -> a", "fan -> b", "fan -> c", ...edges],
    budget: { maxParallelBranches: 2 },
  });
}

it("has steps that ended at the same moment end in the recorded order, each time anew", async () => {
  const graph = threeOf(
    [agent("a"), agent("b"), agent("c")],
    ["a -> done", "b -> done", "c -> done"],
  );
  const answers = by({
    a: { durationMs: 2_000 },
    b: { durationMs: 2_000 },
    c: { ...failure, durationMs: 0 },
  });
  const stage = stageOf({ graph, answers });
  await stage.start();
  await stage.resume();

  const { state, log } = await replay(graph, stage);

  expect(state.failure?.code).toBe("TOOL_FAILED");
  expect(state.branches["fan#0.b"]?.status).toBe("ended");
  expect(endsOf(log)).toEqual(endsOf(await stage.log()));
});

it("has a step in hand end when it ended, though it was killed meanwhile", async () => {
  const graph = threeOf(
    [agent("a"), agent("b"), agent("c")],
    ["a -> done", "b -> done", "c -> done"],
  );
  const answers = by({
    a: { durationMs: 3_000 },
    b: { durationMs: 1_000 },
    c: { ...failure, durationMs: 2_500 },
  });
  const stage = stageOf({ graph, answers });
  await stage.start();
  const { log: whole } = await replay(graph, stage);
  const ended = whole.findIndex(
    ({ type, node_id: node }) => type === "step_finished" && node === "b",
  );

  const { state, log } = await replay(graph, stage, whole.slice(0, ended + 1));

  expect(state.branches["fan#0.a"]?.status).toBe("ended");
  expect(endsOf(log)).toEqual(["b 1000", "a 3000", "c 3500"]);
});

it("waits for a retry no longer than the recorded run, which stood for a while", async () => {
  const graph = threeOf(
    [agent("a"), agent("b"), agent("c")],
    ["a -> done", "b -> done", "c -> done"],
  );
  const answers: Answers = ({ nodeId }, { failed }) => {
    if (nodeId !== "a") return { durationMs: 9_000 };
    return failed === 0 ? { error: { code: "RATE_LIMITED" }, durationMs: 1_000 } : {};
  };
  const stage = stageOf({ graph, answers });
  await startUntil(stage, 2_000);
  await stage.clock.sleep(60_000);
  await stage.resume();

  const { state, log } = await replay(graph, stage);

  expect(state.status).toBe("finished");
  expect(endsOf(log)).toEqual(["a 1000", "a 2000", "b 11000", "c 11000"]);
});

it("is answered while others are under way where the recorded run was", async () => {
  const graph = graphOf({
    entry: "fan",
    nodes: [router("fan"), human("ask"), agent("told"), agent("slow")],
    edges: ["fan -> ask", "fan -> slow", "ask -> told", "told -> done", "slow -> done"],
  });
  const stage = stageOf({
    graph,
    answers: by({ told: { durationMs: 1_000 }, slow: { durationMs: 5_000 } }),
  });
  await startUntil(stage, 2_000);
  await stage.resume({ answers: yes });

  const { state, log } = await replay(graph, stage);

  expect(state.status).toBe("finished");
  expect(endsOf(log)).toEqual(["told 3000", "slow 7000"]);
});

it("goes back where the recorded run was lost before it could say that it failed", async () => {
  const graph = graphOf({
    entry: "first",
    nodes: [agent("first"), agent("work")],
    edges: ["first -> work", "work -> done"],
  });
  const answers: Answers = ({ activationId }) => (activationId === "work#0" ? failure : {});
  const lost = stageOf({ graph, answers });
  await lost.start();
  const log = await lost.log();
  const store = createMemoryStore();
  store.put(
    "run_x",
    log.slice(
      0,
      log.findIndex(({ type }) => type === "node_failed"),
    ),
  );
  const stage = stageOf({ graph, answers, store });
  await stage.resume({ from: "first" });

  const { state } = await replay(graph, stage);

  expect(state.status).toBe("finished");
});
