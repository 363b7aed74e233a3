import { describe, expect, it } from "vitest";
import { agent, graphOf, join, router } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";

const inA = "f#0.a/a#0";
const inB = "f#0.b/b#0";
const inC = "f#0.c/c#0";

/** Three branches that meet; some of them have other ways too. */
const trio = graphOf({
  entry: "f",
  nodes: [router("f"), agent("a"), agent("b"), agent("c"), join("j"), agent("k")],
  edges: [
    "f -> a",
    "f -> b",
    "f -> c",
    ["a -> fail", { when: "ok" }],
    "a -> j",
    "b -> j",
    ["c -> c", { loop: "l", when: "not ok" }],
    ["c -> j", { when: "ok" }],
    "j -> k",
    "k -> done",
  ],
  loops: { l: 1 },
});

describe("a fork that fails", () => {
  it("leaves a branch that waits where it is, so that it need not run again", () => {
    const story = given(trio).finish(inB).fail(inA);

    expect(story.decided).toEqual([
      "branch_finished f#0.a/a status=failed code=AUTH_FAILED tolerated=false",
      "branch_finished f#0.c/c status=cancelled",
      "run_failed a code=AUTH_FAILED",
    ]);
    expect(story.resume({ revived: ["f#0.a", "f#0.c"] }).decided).toEqual(["node_started f#0.a/a"]);
    expect(story.finish(inA).finish(inC, { ok: true }).decided).toContain("join_ready j");
  });

  it("fails for the branch that failed first, whichever comes first in the text", () => {
    const story = given(trio).together(
      (run) => void run.fail(inB, "TOOL_FAILED"),
      (run) => void run.fail(inA),
      (run) => void run.fail(inC),
    );

    expect(story.decided.at(-1)).toBe("run_failed b code=TOOL_FAILED");
  });

  it("says that those who wait have arrived if it was the end of the run, the last first", () => {
    const story = given(trio).finish(inB).finish(inC, { ok: true }).finish(inA, { ok: true });

    expect(story.decided).toEqual([
      "edge_selected f#0.a/a from=a to=fail",
      "node_started f#0.a/fail",
      "branch_finished f#0.a/fail status=failed code=WORKFLOW_FAILED tolerated=false",
      "branch_finished f#0.c/j status=arrived",
      "branch_finished f#0.b/j status=arrived",
      "run_failed fail code=WORKFLOW_FAILED",
    ]);
  });
});

describe("what is said of a failure", () => {
  it("is everything that is known of it, from the branch to the run", () => {
    const known = {
      error: "it failed",
      code: "RATE_LIMITED",
      hint: "wait",
      errors: [{ field: "x", message: "must be a number" }],
      retry_at: "2026-05-05T00:00:00.000Z",
      details: { limit: 5 },
    };
    const story = given(trio).happen("node_failed", inA, { ...known, attempt: 1 });

    expect(story.events.at(0)?.data).toEqual({
      ...known,
      status: "failed",
      node: "a",
      tolerated: false,
    });
    expect(story.events.at(-1)?.data).toEqual({ ...known, fork: "f#0", resumable: true });
  });

  it("has no word of what isn't known", () => {
    const story = given(trio).finish(inA).finish(inB).finish(inC, { ok: true }).fail("k#0");

    expect(story.events.at(-1)?.data).toEqual({
      error: "it failed",
      code: "AUTH_FAILED",
      resumable: true,
    });
  });

  it("names the loops that are used up", () => {
    const story = given(trio).finish(inC, { ok: false }).finish("f#0.c/c#1", { ok: false });

    expect(story.events.at(-1)?.data).toMatchObject({ code: "LOOP_EXHAUSTED", loops: ["l"] });
    expect(story.state.failure?.loops).toEqual(["l"]);
  });
});

describe("a fork inside a branch", () => {
  /** The router `g` has a way to the meeting that tolerates failures; `j` has none. */
  const nested = graphOf({
    entry: "f",
    nodes: [
      router("f"),
      router("g"),
      agent("a"),
      agent("b"),
      join("j", { await: { quorum: 2 } }),
      agent("c"),
      agent("d"),
      agent("e"),
      join("soft", { await: "best_effort" }),
      join("hard"),
    ],
    edges: [
      "f -> g",
      "f -> c",
      "f -> d",
      "f -> e",
      "g -> a",
      "g -> b",
      ["a -> soft", { when: "ok" }],
      "a -> j",
      "b -> j",
      "j -> hard",
      "c -> soft",
      "d -> hard",
      "e -> soft",
      "soft -> done",
      "hard -> done",
    ],
  });

  it("is tolerated if a way of its router leads to a meeting that does so", () => {
    const story = given(nested).fail("f#0.g/g#0.b/b#0").finish("f#0.g/g#0.a/a#0", { ok: false });
    expect(story.decided).toEqual([
      "edge_selected f#0.g/g#0.a/a from=a to=j",
      "branch_finished f#0.g/j status=failed code=JOIN_FAILED tolerated=true",
    ]);

    story.finish("f#0.c/c#0").finish("f#0.e/e#0");
    expect(story.events.find(({ type }) => type === "join_ready")?.data).toMatchObject({
      branches: ["f#0.c", "f#0.e"],
      failed_branches: [{ branch_id: "f#0.g", node: "j", code: "JOIN_FAILED" }],
    });
  });
});

it("fails the branch that opened an inner fork at its router", () => {
  const graph = graphOf({
    entry: "f",
    nodes: [router("f"), router("g"), agent("a"), agent("b"), join("j"), agent("c"), join("k")],
    edges: [
      "f -> g",
      "f -> c",
      "g -> a",
      "g -> b",
      "a -> j",
      "b -> j",
      "j -> k",
      "c -> k",
      "k -> done",
    ],
  });

  expect(given(graph).fail("f#0.g/g#0.a/a#0").decided).toEqual([
    "branch_finished f#0.g/g#0.a/a status=failed code=AUTH_FAILED tolerated=false",
    "branch_finished f#0.g/g#0.b/b status=cancelled",
    "branch_finished f#0.g/g status=failed code=AUTH_FAILED tolerated=false",
    "branch_finished f#0.c/c status=cancelled",
    "run_failed g code=AUTH_FAILED",
  ]);
});

describe("a branch that failed", () => {
  const graph = graphOf({
    entry: "f",
    nodes: [
      router("f"),
      agent("a"),
      agent("p"),
      agent("b"),
      agent("c"),
      agent("d"),
      join("soft", { await: "best_effort" }),
      join("mild", { await: "best_effort" }),
      join("hard"),
    ],
    edges: [
      "f -> a",
      "f -> b",
      "f -> c",
      "f -> d",
      ["a -> p", { when: "ok" }],
      "a -> soft",
      ["p -> fail", { when: "ok" }],
      "p -> hard",
      ["b -> soft", { when: "ok" }],
      "b -> hard",
      "c -> mild",
      "d -> mild",
      "soft -> done",
      "mild -> done",
      "hard -> done",
    ],
  });

  it("is tolerated where the node that failed leads, not the one before it", () => {
    const story = given(graph).finish(inA, { ok: true }).fail("f#0.a/p#0");

    expect(story.decided[0]).toBe(
      "branch_finished f#0.a/p status=failed code=AUTH_FAILED tolerated=false",
    );
  });

  it("is told to no meeting that it wasn't on its way to", () => {
    const story = given(graph).fail(inA).finish(inC).finish("f#0.d/d#0");

    expect(story.events.find(({ type }) => type === "join_ready")?.data).toMatchObject({
      branches: ["f#0.c", "f#0.d"],
      failed_branches: [],
    });
  });
});

describe("a meeting that can't be", () => {
  const graph = graphOf({
    entry: "f",
    nodes: [
      router("f"),
      agent("a"),
      agent("b"),
      agent("c"),
      agent("d"),
      join("pair", { require: ["d"] }),
      join("all"),
    ],
    edges: [
      "f -> a",
      "f -> b",
      "f -> c",
      "f -> d",
      "a -> pair",
      "b -> pair",
      "c -> all",
      "d -> all",
      "pair -> all",
      "all -> done",
    ],
  });

  it("cancels who still works before it fails, and leaves those that wait", () => {
    const story = given(graph).finish(inC).finish(inA).finish(inB);

    expect(story.decided).toEqual([
      "edge_selected f#0.b/b from=b to=pair",
      "branch_finished f#0.d/d status=cancelled",
      "run_failed pair code=JOIN_FAILED",
    ]);
    expect(story.state.failure).toMatchObject({
      message: "`pair` requires `d`, which no branch that arrived has completed",
      hint: "no branch failed",
      fork: "f#0",
    });
    expect(story.state.branches["f#0.c"]?.status).toBe("live");
  });
});
