import { describe, expect, it } from "vitest";
import { agent, graphOf, join, node, router, schema } from "#support/engine/graph.ts";
import { given, said } from "#support/engine/given.ts";
import type { Story } from "#support/engine/given.ts";
import { stageOf } from "#support/engine/world.ts";

describe("a node whose input doesn't fit", () => {
  const graph = graphOf({
    entry: "a",
    nodes: [agent("a"), agent("b", { input: "Given" })],
    edges: [["a -> b", { with: { count: "{{outputs.a.count}}", size: "{{outputs.a.size}}" } }]],
    schemas: [schema("Given", { count: "int", size: "int" })],
  });

  it("says what is wrong, and which edge brought it", () => {
    const story = given(graph).finish("a#0", { count: "many", size: "big" });

    const errors = [
      { field: "count", message: 'must be a whole number, but is "many"' },
      { field: "size", message: 'must be a whole number, but is "big"' },
    ];
    const [count, size] = errors.map(({ field, message }) => `${field} ${message}`);
    expect(said(story, "node_failed")).toEqual({
      code: "SCHEMA_VALIDATION",
      error: `the input of \`b\` does not fit its schema: ${count}; ${size}`,
      hint: "look at what `a -> b` brings",
      errors,
      retryable: false,
      attempt: 0,
      edges: ["a -> b"],
    });
  });

  it("is looked at anew after a resume, for it never began", () => {
    const story = given(graph).finish("a#0", { count: "many", size: 1 }).resume();

    expect(story.decided).toEqual([
      "node_failed b code=SCHEMA_VALIDATION",
      "run_failed b code=SCHEMA_VALIDATION",
    ]);
    expect(story.state.activations["b#0"]?.attempt).toBe(0);
  });

  it("sends whoever started the run to the variables if no edge brought it", async () => {
    const entry = graphOf({
      entry: "b",
      nodes: [agent("b", { input: "Given" })],
      edges: ["b -> done"],
      schemas: [schema("Given", { count: "int" })],
    });
    const stage = stageOf({ graph: entry, vars: { count: "many" } });
    await stage.start();
    const data = (await stage.log()).find(({ type }) => type === "node_failed")?.data;

    expect(data?.["hint"]).toBe("look at the variables");
    expect(data).not.toHaveProperty("edges");
  });

  it("says so of the whole if there is no field to name", () => {
    const whole = graphOf({
      entry: "a",
      nodes: [agent("a"), agent("b", { input: "Given" })],
      edges: ["a -> b"],
      schemas: [schema("Given", { count: "int" })],
    });
    const story = given(whole).finish("a#0", "a text");

    expect(said(story, "node_failed")?.["error"]).toContain("its schema: the input ");
  });

  it("names every edge that brought something", () => {
    const meeting = graphOf({
      entry: "f",
      nodes: [router("f"), agent("a"), agent("b"), join("j", { input: "Given" })],
      edges: ["f -> a", "f -> b", "a -> j", "b -> j", "j -> done"],
      schemas: [schema("Given", { a: "int" })],
    });
    const story = given(meeting).finish("f#0.a/a#0").finish("f#0.b/b#0");

    expect(said(story, "node_failed")?.["hint"]).toBe("look at what `a -> j`, `b -> j` brings");
  });
});

it("fails at a node of a kind that nobody knows", () => {
  const graph = graphOf({ entry: "a", nodes: [node("odd", "a")], edges: ["a -> done"] });

  expect(said(given(graph), "node_failed")).toEqual({
    error: "nobody knows how to run `a`",
    code: "EXECUTION_FAILED",
    hint: "its kind is not one of those that this version has",
    retryable: false,
    attempt: 0,
  });
});

describe("a round robin", () => {
  function turns(first: { readonly when?: string; readonly loop?: string }): Story {
    const graph = graphOf({
      entry: "a",
      nodes: [agent("a"), router("turn", "round_robin"), agent("b")],
      edges: ["a -> turn", ["turn -> a", first], "turn -> b", "b -> done"],
      loops: { l: 1 },
    });
    return given(graph).finish("a#0", { ok: true });
  }

  it("looks at conditions with all that the run knows, until the loop is used up", () => {
    const story = turns({ when: '"outputs.a.ok"', loop: "l" });
    expect(story.decided).toContain("edge_selected turn from=turn to=a loop=l");

    expect(story.finish("a#1", { ok: true }).decided).toContain(
      "edge_selected turn from=turn to=b",
    );
  });

  it("passes over an edge whose condition doesn't hold", () => {
    expect(turns({ when: "not ok", loop: "l" }).decided).toContain(
      "edge_selected turn from=turn to=b",
    );
  });

  it("fails where a condition can't be evaluated", () => {
    const story = turns({ when: '"1 / outputs.a.ok > 2"', loop: "l" });

    expect(story.decided.slice(-2)).toEqual([
      "node_failed turn code=EXPRESSION_FAILED",
      "run_failed turn code=EXPRESSION_FAILED",
    ]);
  });
});

describe("branches that go on from different meetings together", () => {
  const graph = graphOf({
    entry: "f",
    nodes: [
      router("f"),
      agent("a"),
      agent("b"),
      agent("x", { input: "Given" }),
      agent("y", { mutates: true }),
    ],
    edges: [
      "f -> a",
      "f -> b",
      ["a -> x", { when: "ok" }],
      "a -> y",
      ["b -> x", { when: "ok" }],
      "b -> y",
      "x -> done",
      "y -> done",
    ],
    schemas: [schema("Given", { ok: "bool" })],
  });
  const apart = (): Story =>
    given(graph).finish("f#0.a/a#0", { ok: true }).finish("f#0.b/b#0", { ok: false });

  it("are all named by the first that starts, and only there", () => {
    const story = apart();
    expect(story.decided).toEqual([
      "edge_selected f#0.b/b from=b to=y",
      'node_started f#0.a/x released=[["f#0.b"]]',
      "node_started f#0.b/y",
    ]);
    expect(story.state.activations["f#0.b/y#0"]?.mutating).toBe(true);
    expect(story.state.activations["f#0.a/x#0"]?.mutating).toBe(false);

    story.fail("f#0.a/x#0").resume({ revived: ["f#0.a", "f#0.b"] });
    const again = story.events.find(({ branch_id }) => branch_id === "f#0.a");
    expect(again?.data).toEqual({
      kind: "agent",
      session: { mode: "fresh", id: "f#0.a/x#0" },
      attempt: 2,
      input: { ok: true },
    });
  });

  it("are named too if the first can't start", () => {
    const strict = {
      ...graph,
      schemas: [schema("Given", { ok: "int" })],
    };
    const story = given(strict)
      .finish("f#0.a/a#0", { ok: true })
      .finish("f#0.b/b#0", { ok: false });

    expect(said(story, "node_failed")).toMatchObject({ released: [["f#0.b"]] });
  });
});

describe("a conversation that a node goes on with", () => {
  const graph = graphOf({
    entry: "a",
    nodes: [
      agent("a", { delegate: "claude_code" }),
      agent("b", { delegate: "claude_code", session: "fork" }),
      agent("c", { session: "fresh" }),
    ],
    edges: ["a -> b", "b -> c", "c -> done"],
  });

  it("is written down with whose it is and that one's own name for it", () => {
    const story = given(graph);
    expect(said(story, "node_started")?.["session"]).toEqual({
      mode: "fresh",
      id: "a#0",
      carrier: "claude_code",
    });

    story.finish("a#0", {}, { session: { id: "a#0", carrier: "claude_code", native: "n1" } });
    expect(said(story, "node_started")?.["session"]).toEqual({
      mode: "fork",
      id: "b#0",
      parent: "a#0",
      carrier: "claude_code",
      native: "n1",
    });

    expect(said(story.finish("b#0"), "node_started")?.["session"]).toEqual({
      mode: "fresh",
      id: "c#0",
    });
  });

  it("keeps a node from starting if it isn't there", () => {
    const lone = graphOf({
      entry: "b",
      nodes: [agent("b", { session: "inherit" })],
      edges: ["b -> done"],
    });

    expect(given(lone).decided).toEqual([
      "node_failed b code=SESSION_UNAVAILABLE",
      "run_failed b code=SESSION_UNAVAILABLE",
    ]);
  });
});
