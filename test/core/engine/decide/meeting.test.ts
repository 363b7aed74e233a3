import { describe, expect, it } from "vitest";
import { agent, graphOf, join, router } from "#support/engine/graph.ts";
import { given, inputOf } from "#support/engine/given.ts";

describe("a fork inside a branch that ends", () => {
  const graph = graphOf({
    entry: "f",
    nodes: [router("f"), router("g"), agent("a"), agent("b"), agent("c"), join("j"), agent("k")],
    edges: [
      "f -> g",
      "f -> c",
      "g -> a",
      "g -> b",
      ["a -> j", { when: "ok" }],
      "a -> done",
      ["b -> j", { when: "ok" }],
      "b -> done",
      "c -> j",
      ["j -> k", { with: { a: "{{outputs.a.text}}" } }],
      "k -> done",
    ],
  });

  it("ends the branch, and what it did is seen behind the outer meeting", () => {
    const story = given(graph)
      .finish("f#0.g/g#0.a/a#0", { text: "of a" })
      .finish("f#0.g/g#0.b/b#0")
      .finish("f#0.c/c#0");

    expect(story.state.activations["k#0"]?.input).toEqual({ a: "of a" });
  });
});

describe("a branch that failed and is tolerated", () => {
  /** What follows `a` is a meeting that tolerates failures, or one that does not. */
  const graph = graphOf({
    entry: "f",
    nodes: [
      router("f"),
      agent("a"),
      agent("b"),
      agent("c"),
      join("soft", { await: "best_effort" }),
      join("hard"),
    ],
    edges: [
      "f -> a",
      "f -> b",
      "f -> c",
      ["a -> soft", { when: "ok" }],
      "a -> hard",
      "b -> soft",
      "c -> hard",
      "soft -> done",
      "hard -> done",
    ],
  });

  it("is told to the meeting that tolerates it, not to one that waits for all", () => {
    const story = given(graph).fail("f#0.a/a#0").finish("f#0.b/b#0").finish("f#0.c/c#0");

    expect(inputOf(story, "f#0.b/soft#0")).toMatchObject({
      _failed_branches: [{ branch_id: "f#0.a" }],
    });
    expect(inputOf(story, "f#0.c/hard#0")).toEqual({ c: {} });
  });
});

describe("two groups at different meetings", () => {
  const graph = graphOf({
    entry: "f",
    nodes: [router("f"), agent("a"), agent("b"), agent("x"), agent("y"), agent("end")],
    edges: [
      "f -> a",
      "f -> b",
      ["a -> x", { when: "ok" }],
      "a -> y",
      ["b -> x", { when: "ok" }],
      "b -> y",
      "x -> y",
      "y -> end",
      "end -> done",
    ],
  });

  it("go on from where the other one can still be reached", () => {
    const story = given(graph).finish("f#0.a/a#0", { ok: true }).finish("f#0.b/b#0", { ok: false });

    expect(story.decided).toEqual(["edge_selected f#0.b/b from=b to=y", "node_started f#0.a/x"]);
    expect(story.finish("f#0.a/x#0").decided).toEqual([
      "edge_selected f#0.a/x from=x to=y",
      "branch_finished f#0.a/y status=arrived",
      "branch_finished f#0.b/y status=arrived",
      "join_ready y",
      "node_started y",
    ]);
  });
});

describe("a fork of which every branch", () => {
  const graph = graphOf({
    entry: "f",
    nodes: [router("f"), agent("a"), agent("b"), join("j", { await: "best_effort" })],
    edges: ["f -> a", "f -> b", "a -> j", "b -> j", "j -> done"],
  });

  it("failed fails with each cause, and its branches live again after a resume", () => {
    const story = given(graph).fail("f#0.a/a#0").fail("f#0.b/b#0", "TOOL_FAILED");

    expect(story.decided).toEqual([
      "branch_finished f#0.b/b status=failed code=TOOL_FAILED tolerated=true",
      "run_failed j code=JOIN_FAILED",
    ]);
    expect(story.state.failure?.hint).toContain("(AUTH_FAILED): it failed; `f#0.b` failed at `b`");
    expect(story.resume({ revived: ["f#0.a", "f#0.b"] }).decided).toEqual([
      "node_started f#0.a/a",
      "node_started f#0.b/b",
    ]);
  });
});
