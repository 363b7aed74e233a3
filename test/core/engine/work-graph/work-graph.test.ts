import { describe, expect, it } from "vitest";
import { createWorkGraph, toleratesFailures } from "#core/engine/work-graph/work-graph.ts";
import type { WorkGraph } from "#core/engine/work-graph/work-graph.ts";
import { kinds } from "#core/kinds/index.ts";
import { agent, graphOf, join, router } from "#support/engine/graph.ts";

function workOf(sketch: Parameters<typeof graphOf>[0]): WorkGraph {
  return createWorkGraph(graphOf(sketch), kinds);
}

/** `outer` around `inner`, and `beside` behind both. */
const loops = workOf({
  entry: "a",
  nodes: [agent("a"), agent("b"), agent("c"), agent("d")],
  edges: [
    "a -> b",
    "b -> c",
    ["c -> b", { loop: "inner" }],
    ["c -> a", { loop: "outer" }],
    "c -> d",
    ["d -> d", { loop: "beside" }],
    "d -> done",
  ],
  loops: { inner: 2, outer: 2, beside: 2 },
});

describe("loops", () => {
  it("stand around a node, the larger one first", () => {
    expect([...loops.loopsAround]).toEqual([
      ["a", ["outer"]],
      ["b", ["outer", "inner"]],
      ["c", ["outer", "inner"]],
      ["d", ["beside"]],
    ]);
  });

  it("of the same size stand in the order of the text", () => {
    const twins = workOf({
      entry: "a",
      nodes: [agent("a"), agent("b")],
      edges: [
        "a -> b",
        ["b -> a", { loop: "second", when: "ok" }],
        ["b -> a", { loop: "first" }],
        "b -> done",
      ],
      loops: { first: 1, second: 1 },
    });

    expect(twins.loopsAround.get("a")).toEqual(["first", "second"]);
  });

  it("are entered by edges from outside that aren't their own", () => {
    const entered = loops.edges.map(({ edge, enters }) => [`${edge.from} -> ${edge.to}`, enters]);

    expect(entered).toEqual([
      ["a -> b", ["inner"]],
      ["b -> c", []],
      ["c -> b", []],
      ["c -> a", []],
      ["c -> d", ["beside"]],
      ["d -> d", []],
      ["d -> done", []],
    ]);
  });

  it("have no part in the ways forward", () => {
    expect([...loops.forward]).toEqual([
      ["a", ["b"]],
      ["b", ["c"]],
      ["c", ["d"]],
      ["d", ["done"]],
    ]);
    expect(loops.ways.get("c")).toEqual(["b", "a", "d"]);
  });
});

it("keeps the edges of a node in the order of the text", () => {
  const ways = [...loops.outgoing].map(([from, edges]) => [from, edges.map(({ index }) => index)]);

  expect(ways).toEqual([
    ["a", [0]],
    ["b", [1]],
    ["c", [2, 3, 4]],
    ["d", [5, 6]],
  ]);
});

it.each([
  ["fresh", false],
  ["inherit", true],
  ["inherit_if_available", true],
  ["fork", true],
  ["artifacts_only", false],
])("keeps conversations if some node goes on with one: %s", (session, keeps) => {
  const nodes = [agent("a"), agent("b", { session })];

  expect(workOf({ entry: "a", nodes, edges: ["a -> b", "b -> done"] }).keepsSessions).toBe(keeps);
});

it("works the meetings of a fork out once for what it chose", () => {
  const fork = workOf({
    entry: "f",
    nodes: [router("f"), agent("a"), agent("b"), agent("c"), join("j")],
    edges: ["f -> a", "f -> b", "f -> c", "a -> j", "b -> j", "c -> done", "j -> done"],
  });
  const chosen = [0, 1];

  const meetings = fork.meetings("f", chosen);

  expect(fork.meetings("f", chosen)).toBe(meetings);
  expect(fork.meetings("f", [0, 1])).toBe(meetings);
  expect([...meetings.common]).toEqual(["j"]);
  expect([...fork.meetings("f", [0, 1, 2]).common]).toEqual([]);
});

it.each([
  ["wait_all", false],
  ["best_effort", true],
  [{ quorum: 1 }, true],
  [undefined, false],
])("%j puts up with failures or doesn't", (strategy, does) => {
  const nodes = [agent("a"), join("j", { await: strategy })];

  expect(toleratesFailures(workOf({ entry: "a", nodes, edges: ["a -> j"] }), "j")).toBe(does);
});
