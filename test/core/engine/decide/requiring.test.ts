import { describe, expect, it } from "vitest";
import type { Graph } from "#core/graph/graph.ts";
import { agent, graphOf, join, router } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";

describe("a join that a single branch comes to", () => {
  const graph = graphOf({
    entry: "a",
    nodes: [agent("a"), agent("b"), agent("c"), join("j", { require: ["b", "c"] })],
    edges: [["a -> b", { when: "ok" }], "a -> j", "b -> c", "c -> j", "j -> done"],
  });

  it("goes on if that one has run what is required", () => {
    const story = given(graph).finish("a#0", { ok: true }).finish("b#0").finish("c#0");

    expect(story.state.status).toBe("finished");
  });

  it("fails if it has not", () => {
    const story = given(graph).finish("a#0", { ok: false });

    expect(story.decided.slice(1)).toEqual([
      "node_failed j code=JOIN_FAILED",
      "run_failed j code=JOIN_FAILED",
    ]);
    expect(story.events[1]?.data).toEqual({
      error: "`j` requires `b`, `c`, which no branch that arrived has completed",
      code: "JOIN_FAILED",
      hint: "the branch that came did not run it",
      retryable: false,
      attempt: 0,
      edges: ["a -> j"],
    });
  });
});

/** A node before both forks, one between them, and a join on the way of an inner branch. */
function nested(required: { readonly s?: string; readonly j?: string }): Graph {
  const demands = (name: string | undefined): { readonly require: readonly string[] } => ({
    require: name === undefined ? [] : [name],
  });
  return graphOf({
    entry: "p",
    nodes: [
      agent("p"),
      router("f"),
      agent("x"),
      router("g"),
      agent("a"),
      join("s", demands(required.s)),
      agent("b"),
      agent("c"),
      join("j", demands(required.j)),
    ],
    edges: [
      "p -> f",
      "f -> x",
      "f -> c",
      "x -> g",
      "g -> a",
      "g -> b",
      "a -> s",
      "s -> j",
      "b -> j",
      "c -> j",
      "j -> done",
    ],
  });
}

function play(graph: Graph): ReturnType<typeof given> {
  return given(graph)
    .finish("p#0")
    .finish("f#0.c/c#0")
    .finish("f#0.x/x#0")
    .finish("f#0.x/g#0.b/b#0")
    .finish("f#0.x/g#0.a/a#0");
}

describe("branches of an inner fork", () => {
  it("arrive for the one that opened it, with what it has run", () => {
    expect(play(nested({ j: "x" })).state.status).toBe("finished");
  });

  it("don't bring what was run before the fork that meets", () => {
    const story = play(nested({ j: "p" }));

    expect(story.decided.at(-1)).toBe("run_failed j code=JOIN_FAILED");
  });

  it("don't bring what was run before their own fork to a join on their way", () => {
    const story = play(nested({ s: "x" }));

    expect(story.decided).toContain("node_failed f#0.x/g#0.a/s code=JOIN_FAILED");
  });
});
