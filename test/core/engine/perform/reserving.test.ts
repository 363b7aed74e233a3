/** Steps of a run with a limit: how many of them may be in flight at once. */
import { expect, it } from "vitest";
import { agent, compute, graphOf, join, router } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";

it("counts what a step has used before others may start with what it has left", async () => {
  const lines = ["a", "b", "c"];
  const graph = graphOf({
    entry: "f",
    nodes: [
      router("f"),
      ...lines.flatMap((id) => [agent(id), compute(`e${id}`, { go: "true" })]),
      join("j"),
    ],
    edges: [
      ...lines.map((id) => `f -> ${id}`),
      ...lines.map((id) => `${id} -> e${id}`),
      ...lines.map((id) => [`e${id} -> ${id}`, { when: "go", loop: `l${id}` }] as const),
      ...lines.map((id) => `e${id} -> j`),
      "j -> done",
    ],
    loops: { la: 1, lb: 1, lc: 1 },
    budget: { maxTokens: 500 },
  });
  const seconds: Readonly<Record<string, readonly number[]>> = {
    a: [10, 10],
    b: [11, 30],
    c: [12, 60],
  };
  const stage = stageOf({
    graph,
    answers: ({ nodeId }, { count }) => ({
      durationMs: (seconds[nodeId]?.[count] ?? 0) * 1000,
      usage: { input_tokens: 100 },
    }),
  });

  const { state } = await stage.start();

  // `c`'s second call would have made 600 with `b`'s, and the run would have ended in the middle of it.
  expect(state.failure?.code).toBe("BUDGET_EXCEEDED");
  expect(stage.calls.map(({ activationId }) => activationId.split("/")[1])).toEqual([
    "a#0",
    "b#0",
    "c#0",
    "a#1",
    "b#1",
  ]);
});
