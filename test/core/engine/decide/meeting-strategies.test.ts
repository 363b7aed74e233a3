import { describe, expect, it } from "vitest";
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import { agent, graphOf, join, router } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";

const inA = "f#0.a/a#0";
const inB = "f#0.b/b#0";
const inC = "f#0.c/c#0";

/** Three branches that come to `j`; each can also end at `done`. */
function threeAt(extra: Readonly<Record<string, unknown>>): Graph {
  return graphOf({
    entry: "f",
    nodes: [router("f"), agent("a"), agent("b"), agent("c"), join("j", extra)],
    edges: [
      "f -> a",
      "f -> b",
      "f -> c",
      ...["a", "b", "c"].flatMap((id) => [
        [`${id} -> j`, { when: "ok" }] as const,
        `${id} -> done`,
      ]),
      "j -> done",
    ],
  });
}

const well = { ok: true };
const elsewhere = { ok: false };

describe("a quorum", () => {
  it("is met by as many branches as it names", () => {
    const story = given(threeAt({ await: { quorum: 2 } }))
      .finish(inA, well)
      .fail(inB)
      .finish(inC, well);

    const met = story.events.find(({ type }) => type === "join_ready");
    expect(met?.data).toEqual({
      fork: "f#0",
      strategy: "quorum",
      required: [],
      branches: ["f#0.a", "f#0.c"],
      failed_branches: [{ branch_id: "f#0.b", node: "b", code: "AUTH_FAILED", error: "it failed" }],
      ended_branches: [],
      gathering: false,
    });
    expect(story.state.status).toBe("finished");
  });

  it("that is missed fails the fork and says how many came, and that the others didn't fail", () => {
    const story = given(threeAt({ await: { quorum: 3 } }))
      .finish(inA, well)
      .finish(inB, elsewhere)
      .finish(inC, well);

    expect(story.decided.at(-1)).toBe("run_failed j code=JOIN_FAILED");
    expect(story.state.failure).toMatchObject({
      message: "`j` needs 3 branches, but 2 came",
      hint: "no branch failed",
    });
  });

  it("that is missed says who failed", () => {
    const story = given(threeAt({ await: { quorum: 3 } }))
      .finish(inA, well)
      .finish(inB, well)
      .fail(inC);

    expect(story.state.failure).toMatchObject({
      code: "JOIN_FAILED",
      hint: "`f#0.c` failed at `c` (AUTH_FAILED): it failed",
    });
  });
});

describe("a fork of which nobody comes to the meeting", () => {
  it("is over well if one branch ended well, though another failed", () => {
    const story = given(threeAt({ await: "best_effort" }))
      .finish(inA, elsewhere)
      .fail(inB)
      .finish(inC, elsewhere);

    expect(story.decided.at(-1)).toBe("run_finished");
  });

  it("names the meeting that the first branch would have come to from where it failed", () => {
    const graph = graphOf({
      entry: "f",
      nodes: [
        router("f"),
        agent("a"),
        agent("next"),
        agent("b"),
        agent("c"),
        join("early", { await: "best_effort" }),
        join("late", { await: "best_effort" }),
      ],
      edges: [
        "f -> a",
        "f -> b",
        "f -> c",
        ["a -> next", { when: "ok" }],
        "a -> early",
        "next -> late",
        ["b -> early", { when: "ok" }],
        "b -> late",
        "c -> late",
        "early -> done",
        "late -> done",
      ],
    });
    const story = given(graph).finish(inA, well).fail("f#0.a/next#0").fail(inB).fail(inC);

    expect(story.state.failure).toMatchObject({
      node: "late",
      message: "no branch came to `late`: all of them failed",
    });
  });
});

/** `d` never comes to `j`, where the others meet. */
function someAt(extra: Readonly<Record<string, unknown>>, others: readonly string[]): Graph {
  return graphOf({
    entry: "f",
    nodes: [router("f"), ...[...others, "d"].map((id): GraphNode => agent(id)), join("j", extra)],
    edges: [
      ...[...others, "d"].map((id) => `f -> ${id}`),
      ...others.map((id) => `${id} -> j`),
      "d -> done",
      "j -> done",
    ],
  });
}

describe("a meeting of some branches of a fork", () => {
  it("is told who failed on the way to it, and that nobody else is let go with it", () => {
    const story = given(someAt({ await: "best_effort" }, ["a", "b", "c"]))
      .finish(inA)
      .finish(inB)
      .fail(inC);

    const met = story.events.find(({ type }) => type === "join_ready");
    expect(met?.data).toStrictEqual({
      fork: "f#0",
      strategy: "best_effort",
      required: [],
      branches: ["f#0.a", "f#0.b"],
      failed_branches: [{ branch_id: "f#0.c", node: "c", code: "AUTH_FAILED", error: "it failed" }],
      ended_branches: [],
      gathering: true,
    });
  });

  it("goes on after a kill with those who are said to have merged already", () => {
    const story = given(someAt({}, ["a", "b", "c"]))
      .finish(inA)
      .finish(inB)
      .together(
        (run) => void run.finish(inC),
        (run) =>
          void run.happen("edge_selected", inC, { from: "c", to: "j", edge: 6, parks: true }),
        (run) => void run.happen("branch_finished", inB, { status: "merged", node: "j" }),
        (run) => void run.takeOver(),
      );

    expect(story.decided.slice(0, 2)).toEqual([
      "branch_finished f#0.c/j status=merged",
      "join_ready f#0.a/j",
    ]);
    expect(story.state.activations["f#0.a/j#0"]?.arrivals.map(({ branch }) => branch)).toEqual([
      "f#0.a",
      "f#0.b",
      "f#0.c",
    ]);
  });
});

describe("a meeting of all branches", () => {
  it("goes on after a kill with those who are said to have arrived already", () => {
    const story = given(threeAt({}))
      .finish(inA, well)
      .finish(inB, well)
      .together(
        (run) => void run.finish(inC, well),
        (run) =>
          void run.happen("edge_selected", inC, { from: "c", to: "j", edge: 7, parks: true }),
        (run) => void run.happen("branch_finished", inA, { status: "arrived", node: "j" }),
        (run) => void run.takeOver(),
      );

    expect(story.decided.slice(0, 3)).toEqual([
      "branch_finished f#0.b/j status=arrived",
      "branch_finished f#0.c/j status=arrived",
      "join_ready j",
    ]);
  });
});

describe("groups at meetings of which none leads to another", () => {
  const graph = (ids: readonly string[], extra: Readonly<Record<string, unknown>> = {}): Graph =>
    graphOf({
      entry: "f",
      nodes: [
        router("f"),
        ...ids.map((id): GraphNode => agent(id)),
        agent("x"),
        join("y", extra),
        agent("z"),
      ],
      edges: [
        ...ids.map((id) => `f -> ${id}`),
        ...ids.flatMap((id) => [[`${id} -> x`, { when: "ok" }] as const, `${id} -> y`]),
        "x -> z",
        "y -> z",
        "z -> done",
      ],
    });

  it("all go on, each as one, while the first of them works", () => {
    const story = given(graph(["a", "b", "c", "e"]))
      .finish(inA, well)
      .finish(inB, well)
      .finish(inC, elsewhere)
      .finish("f#0.e/e#0", elsewhere);

    expect(story.decided.slice(1, 7)).toEqual([
      "branch_finished f#0.b/x status=merged",
      'join_ready f#0.a/x released=[["f#0.c","f#0.e"]]',
      "branch_finished f#0.e/y status=merged",
      "join_ready f#0.c/y",
      "node_started f#0.a/x",
      "node_started f#0.c/y",
    ]);
  });

  it("let a single branch go on together with them", () => {
    const story = given(graph(["a", "b", "c"]))
      .finish(inA, well)
      .finish(inB, elsewhere)
      .finish(inC, elsewhere);

    expect(story.decided.slice(1, 5)).toEqual([
      "branch_finished f#0.c/y status=merged",
      'join_ready f#0.b/y released=[["f#0.a"]]',
      "node_started f#0.a/x",
      "node_started f#0.b/y",
    ]);
  });

  it("don't go on if one lacks what its meeting requires", () => {
    const story = given(graph(["a", "b"], { require: ["z"] }))
      .finish(inA, well)
      .finish(inB, elsewhere);

    expect(story.decided).toEqual([
      "edge_selected f#0.b/b from=b to=y",
      "run_failed y code=JOIN_FAILED",
    ]);
  });

  it("don't go on if a single one lacks what its meeting requires, whoever goes on beside it", () => {
    const story = given(graph(["a", "b", "c"], { require: ["x"] }))
      .finish(inA, well)
      .finish(inB, well)
      .finish(inC, elsewhere);

    expect(story.decided).toEqual([
      "edge_selected f#0.c/c from=c to=y",
      "run_failed y code=JOIN_FAILED",
    ]);
  });

  it("don't go on if several lack what their meeting requires, whoever goes on before them", () => {
    const story = given(graph(["a", "b", "c", "e"], { require: ["x"] }))
      .finish(inA, well)
      .finish(inB, well)
      .finish(inC, elsewhere)
      .finish("f#0.e/e#0", elsewhere);

    expect(story.decided).toEqual([
      "edge_selected f#0.e/e from=e to=y",
      "run_failed y code=JOIN_FAILED",
    ]);
  });
});
