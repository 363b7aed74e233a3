import { describe, expect, it } from "vitest";
import { goBackTo } from "#core/engine/lifecycle/go-back.ts";
import type { GoBack } from "#core/engine/lifecycle/go-back.ts";
import { createWorkGraph } from "#core/engine/work-graph/work-graph.ts";
import type { Graph } from "#core/graph/graph.ts";
import { kinds } from "#core/kinds/index.ts";
import { agent, graphOf, human, join, router } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";
import type { Story } from "#support/engine/given.ts";
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

describe("a run goes back", () => {
  const looped = graphOf({
    entry: "a",
    nodes: [agent("a"), agent("b")],
    edges: ["a -> b", ["b -> a", { loop: "again", when: "not ok" }], "b -> done"],
    loops: { again: 3 },
  });
  const forked = graphOf({
    entry: "a",
    nodes: [agent("a"), router("f"), agent("b"), human("c"), join("j"), agent("d"), agent("e")],
    edges: [
      ...["a -> f", "f -> b", "f -> c", "b -> j", "c -> j", "j -> d", "d -> e", "e -> done"],
      ["e -> a", { loop: "round", when: "not ok" }],
    ],
    loops: { round: 3 },
  });
  const [b, c] = ["f#0.b/b#0", "f#0.c/c#0"];

  function back(graph: Graph, { state }: Story, node: string): GoBack {
    return goBackTo(createWorkGraph(graph, kinds), state, node);
  }

  it("to the last of several visits", () => {
    const story = given(looped).finish("a#0").finish("b#0").finish("a#1");

    expect(back(looped, story, "a")).toEqual({ activation: "a#1", node: "a", record: [] });
    expect(back(looped, story, "b").activation).toBe("b#1");
  });

  it("in the branch that the node is in, beside another one", () => {
    const story = given(forked).finish("a#0");

    expect(back(forked, story, "b")).toEqual({ activation: b, node: "b", record: [] });
  });

  it("before a fork that is open, whose branches end with it, parked ones too", () => {
    const story = given(forked).finish("a#0").finish(b);

    const { activation, record } = back(forked, story, "a");

    expect(activation).toBe("a#0");
    expect(
      record.map(({ type, branch_id: branch, data }) => [type, branch, data?.["status"]]),
    ).toEqual([
      ["branch_finished", "f#0.b", "cancelled"],
      ["branch_finished", "f#0.c", "cancelled"],
    ]);
  });

  it("behind a fork that has closed, also if the node stood before that fork in an earlier round", () => {
    const story = given(forked).finish("a#0").finish(b).finish(c).finish("d#0").finish("e#0");

    expect(back(forked, story, "d").activation).toBe("d#0");
    expect(back(forked, story, "e").activation).toBe("e#0");
    expect(back(forked, story, "a").activation).toBe("a#1");
  });

  it("not past a fork that has closed, to itself neither", () => {
    const story = given(forked).finish("a#0").finish(b).finish(c);

    for (const node of ["a", "f"]) {
      expect(() => back(forked, story, node)).toThrow(
        expect.objectContaining({
          code: "RESUME_INVALID",
          message: `between \`${node}\` and now the fork of \`f\` has closed`,
          hint: "go back to a node behind `f`'s meeting point",
        }),
      );
    }
  });

  it.each([
    ["has not run", "e"],
    ["has run in a branch that is over", "b"],
    ["isn't there", "x"],
  ])("not to a node that %s", (_, node) => {
    const story = given(forked).finish("a#0").finish(b).finish(c);

    expect(() => back(forked, story, node)).toThrow(
      expect.objectContaining({
        code: "RESUME_INVALID",
        message: `\`${node}\` has not run in a branch that still stands`,
        hint: "`--from` takes a node that has run; `inspect --run-id … --full` lists them",
      }),
    );
  });
});
