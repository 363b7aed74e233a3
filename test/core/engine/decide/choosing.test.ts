import { describe, expect, it } from "vitest";
import type { Graph } from "#core/graph/graph.ts";
import type { Fields } from "#core/graph/value.ts";
import type { EdgeSketch } from "#support/engine/graph.ts";
import { agent, graphOf, join, router } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";
import type { Story } from "#support/engine/given.ts";

/** `a` with ways to `b`, `c` and `d`, or to fewer of them. */
function choiceOf(ways: readonly (string | readonly [string, EdgeSketch])[]): Graph {
  return graphOf({
    entry: "a",
    nodes: [agent("a"), agent("b"), agent("c"), agent("d")],
    edges: [...ways, "b -> done", "c -> done", "d -> done"],
  });
}

/** What the run failed with. */
function failureOf({ state: { failure } }: Story): unknown {
  return {
    code: failure?.code,
    message: failure?.message,
    hint: failure?.hint,
    loops: failure?.loops,
  };
}

/** The next edge of a kind that says which of them it means. */
function next(way: Fields): Fields {
  return { outcome: { kind: "next", ...way } };
}

describe("a node with conditions on its edges", () => {
  const graph = choiceOf(["a -> d", ["a -> b", { when: "ok" }], ["a -> c", { when: '"n > 1"' }]]);

  it("goes the first way that holds, the one without a condition last", () => {
    expect(given(graph).finish("a#0", { ok: true, n: 2 }).decided[0]).toContain("to=b");
    expect(given(graph).finish("a#0", { ok: false, n: 2 }).decided[0]).toContain("to=c");
    expect(given(graph).finish("a#0", { ok: false, n: 1 }).decided[0]).toContain("to=d");
  });

  it("fails at one that cannot be evaluated, and says which and why", () => {
    const story = given(graph).finish("a#0", { n: true });

    expect(story.decided).toEqual(["run_failed a code=EXPRESSION_FAILED"]);
    expect(failureOf(story)).toEqual({
      code: "EXPRESSION_FAILED",
      message:
        "the condition of `a -> c` cannot be evaluated: `>` compares two numbers or two strings, not a bool and a number.",
      hint: "look at `when n > 1`",
      loops: [],
    });
  });

  it("fails with the reason of each if none holds", () => {
    const closed = choiceOf([
      ["a -> b", { when: "ok" }],
      ["a -> c", { when: "not no" }],
    ]);
    const story = given(closed).finish("a#0", { no: true });

    expect(failureOf(story)).toEqual({
      code: "NO_OUTGOING_EDGE",
      message: "`a` has no edge to take",
      hint: "`a -> b`: `ok` does not hold; `a -> c`: `not no` does not hold",
      loops: [],
    });
  });
});

describe("a node that says where it goes", () => {
  const graph = choiceOf(["a -> b", ["a -> c", { when: "ok" }], "a -> d"]);

  it("goes along the edge that it names", () => {
    expect(given(graph).finish("a#0", {}, next({ edge: 2 })).decided[0]).toContain("to=d");
    expect(given(graph).finish("a#0", {}, next({ edge: 0 })).decided[0]).toContain("to=b");
  });

  it("fails if that edge's condition does not hold, whatever others there are", () => {
    const story = given(graph).finish("a#0", {}, next({ edge: 1 }));

    expect(failureOf(story)).toMatchObject({
      code: "NO_OUTGOING_EDGE",
      hint: "`a -> c`: `ok` does not hold; `a -> b`: not chosen; `a -> d`: not chosen",
    });
  });

  it("fails if the loop of that edge is used up, and doesn't advise an edge that would not be taken", () => {
    const looped = graphOf({
      entry: "a",
      nodes: [agent("a"), agent("b")],
      edges: [["a -> a", { loop: "l" }], "a -> b", "b -> done"],
      loops: { l: 1 },
    });
    const story = given(looped)
      .finish("a#0", {}, next({ edge: 0 }))
      .finish("a#1", {}, next({ edge: 0 }));

    expect(failureOf(story)).toEqual({
      code: "LOOP_EXHAUSTED",
      message: "`a` chose an edge that can't be taken: the loop `l` is used up",
      hint:
        "`a -> a`: its loop `l` is used up; `a -> b`: not chosen. " +
        "Resume with `--rearm l`, or raise the bound of the loop",
      loops: ["l"],
    });
  });

  it("fails if there is no such edge", () => {
    const story = given(graph).finish("a#0", {}, next({ edge: 9 }));

    expect(failureOf(story)).toMatchObject({ hint: "the node has no outgoing edge" });
  });
});

describe("a node with ports", () => {
  const plain = choiceOf(["a -> b", "a -> c", "a -> d"]);
  const ports = ["next", "wrong", "wrong"];
  const graph = {
    ...plain,
    edges: plain.edges.map((edge, at) => ({ ...edge, port: ports[at] ?? "next" })),
  };

  it("goes along the edges of the port that it names", () => {
    expect(given(graph).finish("a#0", {}, next({ port: "wrong" })).decided[0]).toContain("to=c");
    expect(given(graph).finish("a#0", {}, next({ port: "next" })).decided[0]).toContain("to=b");
  });

  it("goes along those of `next` if it names none", () => {
    const turned = { ...graph, edges: [...graph.edges].reverse() };

    expect(given(turned).finish("a#0").decided[0]).toContain("to=b");
  });

  it("goes nowhere if the port has no edge", () => {
    const story = given(plain).finish("a#0", {}, next({ port: "wrong" }));

    expect(failureOf(story)).toMatchObject({
      code: "NO_OUTGOING_EDGE",
      hint: "the node has no outgoing edge",
    });
  });
});

describe("a loop that is used up", () => {
  const looped = (...ways: readonly (string | readonly [string, EdgeSketch])[]): Graph =>
    graphOf({
      entry: "a",
      nodes: [agent("a"), agent("b")],
      edges: ["a -> b", ...ways],
      loops: { l: 1, m: 1 },
    });

  it("is passed over for the edge without a condition", () => {
    const story = given(looped(["b -> a", { loop: "l", when: "again" }], "b -> done"))
      .finish("a#0")
      .finish("b#0", { again: true });
    expect(story.decided[0]).toBe("edge_selected b from=b to=a loop=l");

    story.finish("a#1").finish("b#1", { again: true });
    expect(story.decided[0]).toBe("edge_selected b from=b to=done");
  });

  it("fails the run where nothing else is left, with what to do about it", () => {
    const story = given(
      looped(
        ["b -> a", { loop: "l", when: "again" }],
        ["b -> b", { loop: "m", when: '"n > 0"' }],
        ["b -> done", { when: "ok" }],
      ),
    )
      .finish("a#0")
      .finish("b#0", { again: true })
      .finish("a#1")
      .finish("b#1", { n: 1 })
      .finish("b#2", { again: true, n: 1 });

    expect(failureOf(story)).toEqual({
      code: "LOOP_EXHAUSTED",
      message: "`b` has no edge left to take: the loop `l`, `m` is used up",
      hint:
        "`b -> a`: its loop `l` is used up; `b -> b`: its loop `m` is used up; " +
        "`b -> done`: `ok` does not hold. " +
        "Add an edge without a condition as a way out, or resume with `--rearm l`",
      loops: ["l", "m"],
    });
  });

  it("is not what fails the run where its condition does not hold anyway", () => {
    const story = given(looped(["b -> a", { loop: "l", when: "again" }]))
      .finish("a#0")
      .finish("b#0", { again: true })
      .finish("a#1")
      .finish("b#1");

    expect(failureOf(story)).toMatchObject({
      code: "NO_OUTGOING_EDGE",
      hint: "`b -> a`: `again` does not hold",
      loops: [],
    });
  });
});

describe("a fork with conditions", () => {
  const graph = graphOf({
    entry: "start",
    nodes: [agent("start"), router("f"), agent("a"), agent("b"), agent("c"), join("j")],
    edges: [
      "start -> f",
      ["f -> a", { when: "a" }],
      ["f -> b", { when: '"n > 1"' }],
      ["f -> c", { when: "c" }],
      "a -> j",
      "b -> j",
      "c -> j",
      "j -> done",
    ],
  });

  it("opens branches along the edges that hold, and waits for no others", () => {
    const story = given(graph).finish("start#0", { a: true, c: true });
    expect(Object.keys(story.state.branches)).toEqual(["", "f#0.a", "f#0.c"]);
    expect(story.state.forks["f#0"]?.chosen).toEqual([1, 3]);

    story.finish("f#0.a/a#0").finish("f#0.c/c#0");
    expect(story.state.status).toBe("finished");
  });

  it("opens those among the edges that it names", () => {
    const story = given({ ...graph, nodes: graph.nodes.map((one) => asked(one)) })
      .finish("start#0", { a: true })
      .finish("f#0", { a: true, n: 2, c: true }, { outcome: { kind: "fork", edges: [2, 3] } });

    expect(story.state.forks["f#0"]?.chosen).toEqual([2, 3]);
  });

  it("fails if none holds, with the reason of each", () => {
    const story = given(graph).finish("start#0", {});

    expect(failureOf(story)).toMatchObject({
      code: "NO_OUTGOING_EDGE",
      hint: "`f -> a`: `a` does not hold; `f -> b`: `n > 1` does not hold; `f -> c`: `c` does not hold",
    });
    expect(story.state.forks).toEqual({});
  });

  it("fails if one cannot be evaluated, and opens nothing", () => {
    const story = given(graph).finish("start#0", { a: true, n: true });

    expect(story.decided.at(-1)).toBe("run_failed f code=EXPRESSION_FAILED");
    expect(story.state.forks).toEqual({});
  });

  /** A router whose edges a model chooses: the test says which. */
  function asked<Node extends Graph["nodes"][number]>(one: Node): Node {
    return one.kind === "router" ? { ...one, mode: "llm", multi: true } : one;
  }
});

describe("a fork at whose edge a loop begins anew", () => {
  const graph = graphOf({
    entry: "a",
    nodes: [agent("a"), router("f"), agent("b"), agent("c")],
    edges: [
      "a -> f",
      ["f -> a", { loop: "l", when: "again" }],
      ["f -> b", { when: "go" }],
      "b -> done",
      "c -> done",
    ],
    loops: { l: 1 },
  });

  it("leaves it out once the loop is used up", () => {
    const story = given(graph).finish("a#0", { again: true, go: true });
    expect(story.state.forks["f#0"]?.chosen).toEqual([1, 2]);

    story.finish("f#0.a/a#0", { again: true, go: true });
    expect(story.state.forks["f#0.a/f#0"]?.chosen).toEqual([2]);
  });

  it("fails if nothing but the used-up loop is left", () => {
    const story = given(graph).finish("a#0", { again: true, go: true });
    story.finish("f#0.a/a#0", { again: true });

    expect(story.decided).toContain(
      "branch_finished f#0.a/f status=failed code=LOOP_EXHAUSTED tolerated=false",
    );
  });
});
