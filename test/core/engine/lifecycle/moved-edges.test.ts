/** A choice that is recorded stays the same where its edges have other places. Spec: runtime §11, §20.2. */
import { expect, it } from "vitest";
import type { Graph } from "#core/graph/graph.ts";
import { toText } from "#core/graph/value.ts";
import type { EventType, RunEvent } from "#core/run/events.ts";
import { agent, graphOf, join, router } from "#support/engine/graph.ts";
import type { GraphSketch } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Answers, Stage } from "#support/engine/world.ts";

interface Change {
  readonly from: Graph;
  readonly to: Graph;
  readonly answers?: Answers;
  /** Cuts the log behind the first event for which it holds: the process was killed there. */
  readonly killedAt?: (event: RunEvent) => boolean;
}

/** Runs one graph as far as it goes, and goes on with another one. */
async function goOnWith({ from, to, answers, killedAt }: Change): Promise<Stage> {
  const sketch = { graph: from, ...(answers ? { answers } : {}) };
  const before = stageOf(sketch);
  await before.start();
  const log = await before.log();
  if (killedAt) before.store.put("run_x", log.slice(0, log.findIndex(killedAt) + 1));
  const stage = stageOf({ ...sketch, graph: to, store: before.store });
  await stage.resume({
    compile: ({ text }) => (text === "other" ? to : from),
    source: { path: "other.iter", text: "other", sha256: "11" },
    force: true,
  });
  return stage;
}

async function taken(stage: Stage): Promise<string[]> {
  const selected = (await stage.log()).filter(({ type }) => type === "edge_selected");
  return selected.map(
    ({ data }) => `${toText(data?.["from"] ?? null)} -> ${toText(data?.["to"] ?? null)}`,
  );
}

function first(type: EventType, node: string): (event: RunEvent) => boolean {
  return (event) => event.type === type && event.node_id === node;
}

function routed(edges: GraphSketch["edges"], mode: string, extra = {}): Graph {
  return graphOf({
    entry: "r",
    nodes: [
      router("r", mode, { model: "simulate/any", system: null, user: null, ...extra }),
      agent("a"),
      agent("b"),
      agent("c"),
      join("m"),
    ],
    edges: [...edges, "a -> m", "b -> m", "c -> m", "m -> done"],
    loops: {},
  });
}

const orders = {
  from: ["r -> a", "r -> b", "r -> c"],
  to: ["r -> c", "r -> b", "r -> a"],
};

it("the one that a model has named", async () => {
  const stage = await goOnWith({
    from: routed(orders.from, "llm"),
    to: routed(orders.to, "llm"),
    answers: () => ({ output: { selected_route: "a", reasoning: "x" } }),
    killedAt: first("node_finished", "r"),
  });

  expect(await taken(stage)).toEqual(["r -> a", "a -> m", "m -> done"]);
});

it("those that a model has named", async () => {
  const stage = await goOnWith({
    from: routed(orders.from, "llm", { multi: true }),
    to: routed(orders.to, "llm", { multi: true }),
    answers: () => ({ output: { selected_routes: ["a", "b"], reasoning: "x" } }),
    killedAt: first("node_finished", "r"),
  });

  expect((await taken(stage)).slice(0, 2)).toEqual(["r -> b", "r -> a"]);
});

it.each<[string, EventType]>([
  ["has been taken", "node_finished"],
  ["is about to be taken", "node_started"],
])("that of a turn that %s", async (_, type) => {
  const stage = await goOnWith({
    from: routed(orders.from, "round_robin"),
    to: routed(orders.to, "round_robin"),
    killedAt: first(type, "r"),
  });

  expect((await taken(stage))[0]).toBe("r -> a");
});

it("one that was passed over for its loop, which has more room now", async () => {
  const nodes = [
    router("r", "llm", { model: "simulate/any", system: null, user: null }),
    agent("a"),
    agent("b"),
  ];
  const rest = ["a -> r", "b -> done"] as const;
  const stage = await goOnWith({
    from: graphOf({
      entry: "r",
      nodes,
      edges: [["r -> a", { loop: "again" }], "r -> b", ...rest],
      loops: { again: 1 },
    }),
    to: graphOf({
      entry: "r",
      nodes,
      edges: ["r -> b", ["r -> a", { loop: "again" }], ...rest],
      loops: { again: 2 },
    }),
    answers: () => ({ output: { selected_route: "a", reasoning: "x" } }),
  });

  expect(await taken(stage)).toEqual(["r -> a", "a -> r", "r -> a", "a -> r"]);
});
