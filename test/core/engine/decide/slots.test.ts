import { describe, expect, it } from "vitest";
import type { GraphNode } from "#core/graph/graph.ts";
import { agent, graphOf, human, router, tool } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";

/** A fork whose branches go straight to the end, or on to what `edges` says. */
function forkOf(
  firsts: readonly GraphNode[],
  limit?: number,
  more: { readonly nodes?: readonly GraphNode[]; readonly edges?: readonly string[] } = {},
): ReturnType<typeof graphOf> {
  const { nodes = [], edges = [] } = more;
  const left = new Set(edges.map((edge) => edge.split(" ")[0]));
  return graphOf({
    entry: "f",
    nodes: [router("f"), ...firsts, ...nodes],
    edges: [
      ...firsts.map(({ id }) => `f -> ${id}`),
      ...edges,
      ...[...firsts, ...nodes].filter(({ id }) => !left.has(id)).map(({ id }) => `${id} -> done`),
    ],
    ...(limit === undefined ? {} : { budget: { maxParallelBranches: limit } }),
  });
}

function started(story: ReturnType<typeof given>): readonly string[] {
  return story.decided.filter((line) => line.startsWith("node_started"));
}

describe("a branch", () => {
  it("that leaves the workspace alone doesn't keep the next one from it", () => {
    expect(started(given(forkOf([agent("a"), tool("t")])))).toEqual([
      "node_started f",
      "node_started f#0.a/a",
      "node_started f#0.t/t",
    ]);
  });

  it("that goes on has its place already, and leaves the free one to who waits", () => {
    const graph = forkOf([agent("a"), human("b"), agent("c")], 2, {
      nodes: [agent("next")],
      edges: ["a -> next"],
    });
    const story = given(graph).together(
      (run) => void run.finish("f#0.a/a#0"),
      (run) => void run.ask("f#0.b/b#0"),
    );

    expect(started(story)).toEqual(["node_started f#0.a/next", "node_started f#0.c/c"]);
  });

  it("that was in the middle of something has the free place before those that have not begun", () => {
    const graph = forkOf([tool("t"), tool("u"), human("h"), agent("g")], 2);
    const story = given(graph).ask("f#0.h/h#0");
    expect(started(story)).toEqual(["node_started f#0.g/g"]);

    story.together(
      (run) => void run.answer("ask f#0.h/h#0", { approved: true }),
      (run) => void run.finish("f#0.t/t#0"),
    );

    expect(started(story)).toEqual(["node_started f#0.t/done"]);
    expect(started(story.finish("f#0.h/h#0"))).toEqual([
      "node_started f#0.h/done",
      "node_started f#0.u/u",
    ]);
  });
});

describe("branches that a process finds when it takes over", () => {
  const more = { nodes: [tool("x"), tool("y")], edges: ["a -> x", "b -> y"] };
  const firsts = [agent("a"), agent("b"), tool("t")];

  it("start in the order in which they came to where they stand", () => {
    const story = given(forkOf(firsts, undefined, more))
      .finish("f#0.b/b#0")
      .finish("f#0.a/a#0")
      .together(
        (run) => void run.finish("f#0.t/t#0"),
        (run) => void run.takeOver(),
      );

    expect(started(story)).toEqual(["node_started f#0.b/y", "node_started f#0.t/done"]);
  });

  it("start in the order in which they were opened, if their places are limited", () => {
    const story = given(forkOf(firsts, 3, more))
      .finish("f#0.b/b#0")
      .finish("f#0.a/a#0")
      .together(
        (run) => void run.finish("f#0.t/t#0"),
        (run) => void run.takeOver(),
      );

    expect(started(story)).toEqual(["node_started f#0.a/x", "node_started f#0.t/done"]);
  });
});

describe("a failed node that changes the workspace", () => {
  it("has the workspace for itself when it is started again", () => {
    const story = given(forkOf([tool("t"), tool("u")]))
      .fail("f#0.t/t#0")
      .resume({ revived: ["f#0.t", "f#0.u"] });

    expect(story.decided).toEqual(["node_started f#0.t/t"]);
  });
});

describe("branches that go on from their meetings together", () => {
  /** `g` ends at `x` and `y`, of which neither leads to the other; `t` has the workspace. */
  const graph = graphOf({
    entry: "f",
    nodes: [
      router("f"),
      tool("t"),
      router("g"),
      agent("a"),
      agent("b"),
      tool("x"),
      agent("y"),
      agent("z"),
    ],
    edges: [
      "f -> t",
      "f -> g",
      "g -> a",
      "g -> b",
      ["a -> x", { when: "ok" }],
      "a -> y",
      ["b -> x", { when: "ok" }],
      "b -> y",
      "x -> z",
      "y -> z",
      "z -> done",
      "t -> done",
    ],
  });

  it("are let go by the first of them that may start", () => {
    const story = given(graph)
      .finish("f#0.g/g#0.a/a#0", { ok: true })
      .finish("f#0.g/g#0.b/b#0", { ok: false });

    expect(story.events.filter(({ type }) => type === "node_started")).toMatchObject([
      { branch_id: "f#0.g/g#0.b", node_id: "y", data: { released: [["f#0.g/g#0.a"]] } },
    ]);
    expect(started(story.finish("f#0.t/t#0"))).toEqual([
      "node_started f#0.g/g#0.a/x",
      "node_started f#0.t/done",
    ]);
  });
});
