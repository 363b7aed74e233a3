import { describe, expect, it } from "vitest";
import { agent, graphOf, join, router, tool } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";

const inA = "f#0.a/a#0";
const inB = "f#0.b/b#0";

describe("a branch that waits at a meeting of some", () => {
  /** `d` is busy all the time and never comes to `j`. */
  const graph = graphOf({
    entry: "f",
    nodes: [router("f"), agent("a"), agent("b"), agent("d"), agent("w"), join("j")],
    edges: [
      "f -> a",
      "f -> b",
      "f -> d",
      "a -> j",
      ["b -> j", { when: "ok" }],
      "b -> w",
      "w -> done",
      "j -> done",
      "d -> done",
    ],
  });

  it("goes on at once when the one that could still come has taken another way", () => {
    const story = given(graph).finish(inA);
    expect(story.decided).toEqual(["edge_selected f#0.a/a from=a to=j"]);

    story.finish(inB, { ok: false });

    expect(story.decided).toContain("node_started f#0.b/w");
    expect(story.decided).toContain("node_started f#0.a/j");
  });

  it("goes on at once when the one that could still come works beyond the place where it could", () => {
    const story = given(graph).finish(inB, { ok: false }).finish(inA);

    expect(story.decided).toContain("node_started f#0.a/j");
  });

  it("goes on at once when the one that could still come has failed", () => {
    const tolerant = graphOf({
      entry: "f",
      nodes: [router("f"), agent("a"), agent("b"), agent("d"), join("j", { await: "best_effort" })],
      edges: ["f -> a", "f -> b", "f -> d", "a -> j", "b -> j", "j -> done", "d -> done"],
    });
    const story = given(tolerant).finish(inA).fail(inB);

    expect(story.decided).toContain("node_started f#0.a/j");
  });
});

describe("a branch that waits for the workspace", () => {
  const waiting = (fromU: string): ReturnType<typeof given> =>
    given(
      graphOf({
        entry: "f",
        nodes: [router("f"), agent("a"), agent("v"), tool("t"), tool("u"), join("j")],
        edges: [
          "f -> a",
          "f -> v",
          "f -> t",
          "a -> j",
          ["v -> j", { when: "ok" }],
          "v -> u",
          fromU,
          "t -> done",
          "j -> done",
        ],
      }),
    )
      .finish("f#0.v/v#0", { ok: false })
      .finish(inA);

  it("is waited for if it can come from where it stands", () => {
    expect(waiting("u -> j").decided).toEqual(["edge_selected f#0.a/a from=a to=j"]);
  });

  it("isn't waited for if it can't come any more", () => {
    expect(waiting("u -> done").decided).toContain("node_started f#0.a/j");
  });
});

describe("a branch that waits at one meeting", () => {
  it("is waited for at the next one that it leads to", () => {
    const graph = graphOf({
      entry: "f",
      nodes: [
        router("f"),
        agent("a"),
        agent("c"),
        agent("d"),
        agent("e"),
        join("j"),
        join("k"),
        agent("w"),
      ],
      edges: [
        "f -> a",
        "f -> c",
        "f -> d",
        "f -> e",
        "a -> j",
        "c -> k",
        ["d -> k", { when: "ok" }],
        "d -> w",
        "w -> done",
        "k -> j",
        "j -> done",
        "e -> done",
      ],
    });
    const story = given(graph).finish(inA).finish("f#0.c/c#0").finish("f#0.d/d#0", { ok: false });

    expect(story.decided).toContain("node_started f#0.c/k");
    expect(story.decided).not.toContain("node_started f#0.a/j");
    expect(story.finish("f#0.c/k#0").decided).toContain("join_ready f#0.a/j");
  });

  it("of everybody isn't waited for elsewhere, even if a loop leads there", () => {
    const graph = graphOf({
      entry: "f",
      nodes: [router("f"), agent("a"), agent("b"), agent("d"), agent("e"), join("j"), agent("x")],
      edges: [
        "f -> a",
        "f -> b",
        "f -> d",
        "f -> e",
        "a -> j",
        ["b -> j", { when: "ok" }],
        "b -> x",
        "j -> x",
        "d -> x",
        "e -> x",
        ["x -> b", { when: "again", loop: "more" }],
        "x -> done",
      ],
      loops: { more: 2 },
    });
    const story = given(graph).finish(inA).finish("f#0.d/d#0").finish(inB, { ok: false });

    expect(story.decided).toContain("node_started f#0.a/j");
  });
});

describe("a branch with a fork of its own", () => {
  /** What its inner branches do decides whether it can still come to `j`. */
  const graph = graphOf({
    entry: "f",
    nodes: [
      router("f"),
      agent("a"),
      router("g"),
      agent("b"),
      agent("c"),
      agent("d"),
      agent("w"),
      join("j", { await: "best_effort" }),
    ],
    edges: [
      "f -> a",
      "f -> g",
      "f -> d",
      "g -> b",
      "g -> c",
      "a -> j",
      ["b -> j", { when: "ok" }],
      "b -> w",
      ["c -> j", { when: "ok" }],
      "c -> done",
      "w -> done",
      "d -> done",
      "j -> done",
    ],
  });
  const b = "f#0.g/g#0.b/b#0";
  const c = "f#0.g/g#0.c/c#0";

  it("is waited for while one of its branches can come", () => {
    expect(given(graph).finish(inA).finish(b, { ok: false }).decided).toEqual([
      "edge_selected f#0.g/g#0.b/b from=b to=w",
      "node_started f#0.g/g#0.b/w",
    ]);
  });

  it("isn't waited for any more when all of them have taken other ways", () => {
    const story = given(graph).finish(inA).finish(b, { ok: false }).finish(c, { ok: false });

    expect(story.decided).toContain("node_started f#0.a/j");
    expect(story.state.branches["f#0.g"]?.status).toBe("live");
  });

  it("isn't waited for any more when one of them has failed and the others have taken other ways", () => {
    const story = given(graph).finish(inA).finish(b, { ok: false }).fail(c);

    expect(story.decided).toContain("node_started f#0.a/j");
    expect(story.state.branches["f#0.g"]?.status).toBe("live");
  });
});
