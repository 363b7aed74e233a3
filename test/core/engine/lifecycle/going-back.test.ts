import { expect, it } from "vitest";
import { agent, graphOf, join, router } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";

it("goes back with the conversation that there was", async () => {
  const graph = graphOf({
    entry: "a",
    nodes: [
      agent("a"),
      agent("b", { session: "inherit" }),
      agent("c", { session: "inherit" }),
      agent("d"),
    ],
    edges: ["a -> b", "b -> c", "c -> d", "d -> done"],
  });
  const heard: [string, number][] = [];
  const stage = stageOf({
    graph,
    answers: ({ nodeId, activationId }, call) => {
      heard.push([activationId, call.heard]);
      return nodeId === "d" && call.count === 0 ? { error: { code: "AUTH_FAILED" } } : {};
    },
  });
  await stage.start();

  const { state } = await stage.resume({ from: "b" });

  expect(state.status).toBe("finished");
  expect(heard).toEqual([
    ["a#0", 1],
    ["b#0", 3],
    ["c#0", 5],
    ["d#0", 1],
    ["b#1", 3],
    ["c#1", 5],
    ["d#1", 1],
  ]);
});

it("does not go back past a fork that has closed", async () => {
  const graph = graphOf({
    entry: "a",
    nodes: [agent("a"), router("f"), agent("b"), agent("c"), join("j"), agent("d")],
    edges: ["a -> f", "f -> b", "f -> c", "b -> j", "c -> j", "j -> d", "d -> done"],
  });
  const stage = stageOf({
    graph,
    answers: ({ nodeId }, { count }) =>
      nodeId === "d" && count === 0 ? { error: { code: "AUTH_FAILED" } } : {},
  });
  await stage.start();

  await expect(stage.resume({ from: "a" })).rejects.toMatchObject({ code: "RESUME_INVALID" });
  expect((await stage.resume({ from: "j" })).state.status).toBe("finished");
});
