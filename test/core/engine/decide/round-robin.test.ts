import { expect, it } from "vitest";
import { agent, graphOf, router } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";

it("gives branches that come to a round robin side by side different turns", () => {
  const graph = graphOf({
    entry: "f",
    nodes: [router("f"), agent("a"), agent("b"), agent("c"), router("turn", "round_robin")],
    edges: [
      "f -> a",
      "f -> b",
      "f -> c",
      ["a -> turn", { when: "ok" }],
      "a -> done",
      ["b -> turn", { when: "ok" }],
      "b -> done",
      "c -> done",
      "turn -> done",
      "turn -> fail",
    ],
  });
  const story = given(graph).together(
    (run) => void run.finish("f#0.a/a#0", { ok: true }),
    (run) => void run.finish("f#0.b/b#0", { ok: true }),
  );

  expect(story.decided.slice(2, 4)).toEqual(["node_started f#0.a/turn", "node_started f#0.b/turn"]);
  const turns = Object.values(story.state.activations).filter(({ node }) => node === "turn");
  expect(turns.map(({ started }) => started["round_robin_index"])).toEqual([0, 1]);
  expect(turns.map(({ started }) => started["selected_target"])).toEqual(["done", "fail"]);
  expect(story.state.memory["turn"]).toBe(2);
});
