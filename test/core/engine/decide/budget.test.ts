import { expect, it } from "vitest";
import { agent, graphOf } from "#support/engine/graph.ts";
import { given, said } from "#support/engine/given.ts";

function lineWith(budget: Parameters<typeof graphOf>[0]["budget"]): ReturnType<typeof graphOf> {
  return graphOf({
    entry: "a",
    nodes: [agent("a"), agent("b")],
    edges: ["a -> b", ["b -> a", { loop: "l", when: "not ok" }], "b -> done"],
    loops: { l: 5 },
    ...(budget === undefined ? {} : { budget }),
  });
}

it("warns once at 80 % of a limit", () => {
  const story = given(lineWith({ maxTokens: 100 }));

  expect(story.use("a#0", { input_tokens: 79 }).decided).toEqual([]);
  expect(story.use("a#0", { output_tokens: 1 }).decided).toEqual([
    "budget_warning dimension=tokens",
  ]);
  expect(story.use("a#0", { output_tokens: 1 }).decided).toEqual([]);
});

it("warns again when a raised limit is near", () => {
  const story = given(lineWith({ maxTokens: 100 })).use("a#0", { input_tokens: 90 });

  story.happen("run_cancelled", null).resume({ budget: { max_tokens: 200 } });
  expect(story.use("a#0", { input_tokens: 70 }).decided).toEqual([
    "budget_warning dimension=tokens",
  ]);
});

it("says only that a limit is reached where one settlement reaches both", () => {
  const story = given(lineWith({ maxTokens: 100 })).use("a#0", { input_tokens: 100 });

  expect(story.decided).toEqual([
    "budget_exceeded dimension=tokens",
    "run_failed code=BUDGET_EXCEEDED",
  ]);
});

it("does not say twice that a limit is reached if a kill comes in between", () => {
  const story = given(lineWith({ maxTokens: 100 })).together(
    (run) => void run.use("a#0", { input_tokens: 100 }),
    (run) =>
      void run.happen("budget_exceeded", null, { dimension: "tokens", used: 100, limit: 100 }),
    (run) => void run.takeOver(),
  );

  expect(story.decided).toEqual(["run_failed code=BUDGET_EXCEEDED"]);
});

it("allows as many traversals as the limit says, and fails at the source of the next", () => {
  const story = given(lineWith({ maxIterations: 1 }))
    .finish("a#0")
    .finish("b#0");
  const warned = story.decided;
  story.finish("a#1").finish("b#1");

  expect(warned).toEqual([
    "edge_selected b from=b to=a loop=l",
    "budget_warning dimension=iterations",
    "node_started a",
  ]);
  expect(story.decided).toEqual([
    "budget_exceeded b dimension=iterations",
    "run_failed b code=BUDGET_EXCEEDED",
  ]);
  expect(story.state.spent.iterations).toBe(1);
});

it("stops a run whose limit of traversals is lowered below what is spent, not at it", () => {
  const story = given(lineWith({ maxIterations: 5 }));
  for (const n of [0, 1]) story.finish(`a#${n}`).finish(`b#${n}`);
  story.happen("run_cancelled", null);

  const equal = story.resume({ budget: { max_iterations: 2 } }).state.status;
  story.happen("run_cancelled", null).resume({ budget: { max_iterations: 1 } });

  expect(equal).toBe("running");
  expect(story.decided).toEqual([
    "budget_exceeded dimension=iterations",
    "run_failed code=BUDGET_EXCEEDED",
  ]);
  expect(said(story, "budget_exceeded")).toMatchObject({ used: 2, limit: 1 });
});

it("counts working time only", () => {
  const story = given(lineWith({ maxDurationMs: 1000 })).wait(700);

  story.ask("a#0");
  story.wait(60_000).answer("ask a#0", { approved: true });
  expect(story.decided).not.toContain("budget_exceeded dimension=duration");
  story.resume({ resumed_from: "paused" });
  expect(story.wait(300).decided[0]).toBe("budget_exceeded dimension=duration");
});
