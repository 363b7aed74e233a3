import { expect, it } from "vitest";
import { agent, graphOf, join, router } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";

/** The inner fork may fail without an end of the run. */
const graph = graphOf({
  entry: "outer",
  nodes: [
    router("outer"),
    agent("a"),
    router("inner"),
    agent("b"),
    agent("c"),
    join("j"),
    join("k", { await: "best_effort" }),
  ],
  edges: [
    "outer -> a",
    "outer -> inner",
    "inner -> b",
    "inner -> c",
    "b -> j",
    "c -> j",
    "j -> k",
    "a -> k",
    "k -> done",
  ],
});

const inA = "outer#0.a/a#0";
const inB = "outer#0.inner/inner#0.b/b#0";
const inC = "outer#0.inner/inner#0.c/c#0";
const shielded = { step: "compensate", attempt: 1, shielded: true };
const asked = { reason: "enough", by: "ada" };

it("cancels a run at once where nothing is shielded, in the words of the wish", () => {
  const story = given(graph).happen("cancel_requested", null, asked);

  expect(story.events).toEqual([{ type: "run_cancelled", data: asked }]);
});

it("cancels a run only when a branch's shielded effect has come to its end", () => {
  const story = given(graph)
    .happen("step_started", inB, { step: "first", attempt: 1 })
    .happen("step_started", inB, shielded)
    .happen("cancel_requested", null, asked);

  expect(story.decided).toEqual([]);
  expect(story.finish(inB).decided).toEqual(["run_cancelled"]);
});

it("doesn't wait for what was shielded in a branch that is cancelled", () => {
  const story = given(graph).happen("step_started", inB, shielded).fail(inC);
  expect(story.state.branches["outer#0.inner/inner#0.b"]?.status).toBe("cancelled");

  expect(story.happen("cancel_requested", null, asked).decided).toEqual(["run_cancelled"]);
  expect(story.state.activations[inA]?.status).toBe("started");
});
