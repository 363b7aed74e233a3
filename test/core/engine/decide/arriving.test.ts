import { describe, expect, it } from "vitest";
import { agent, graphOf, join, router, schema } from "#support/engine/graph.ts";
import { given, inputOf } from "#support/engine/given.ts";
import type { Story } from "#support/engine/given.ts";

const line = graphOf({
  entry: "a",
  nodes: [agent("a"), agent("b")],
  edges: ["a -> b", "b -> done"],
});

describe("what one node brings to the next", () => {
  it("is its output as it is, whatever it is", () => {
    expect(inputOf(given(line).finish("a#0", { x: 1 }), "b#0")).toEqual({ x: 1 });
    expect(inputOf(given(line).finish("a#0", "a text"), "b#0")).toBe("a text");
  });
});

describe("what several branches bring to the node where they meet", () => {
  /** The edges to the meeting stand in another order than those of the fork. */
  const meeting = (kind: typeof join): ReturnType<typeof graphOf> =>
    graphOf({
      entry: "f",
      nodes: [router("f"), agent("a"), agent("b"), agent("c"), kind("j"), agent("k")],
      edges: ["f -> a", "f -> b", "f -> c", "b -> j", "c -> j", "a -> j", "j -> k", "k -> done"],
    });
  const tell = (kind: typeof join, outputs: readonly (string | { x: string })[]): Story =>
    ["a", "b", "c"].reduce(
      (story, id, at) => story.finish(`f#0.${id}/${id}#0`, outputs[at] ?? null),
      given(meeting(kind)),
    );

  it("is one object, in which the edge that stands last in the source wins", () => {
    const outputs = [{ x: "of a" }, { x: "of b" }, { x: "of c" }];

    expect(inputOf(tell(agent, outputs), "j#0")).toEqual({ x: "of a" });
  });

  it("has what is no object under the name of the node that it comes from", () => {
    const outputs = ["one", { x: "of b" }, "three"];

    expect(inputOf(tell(agent, outputs), "j#0")).toEqual({ a: "one", x: "of b", c: "three" });
  });

  it("is kept apart by a join, in the order of its edges", () => {
    const input = inputOf(tell(join, ["one", { x: "of b" }, "three"]), "j#0");

    expect(JSON.stringify(input)).toBe('{"b":{"x":"of b"},"c":"three","a":"one"}');
  });
});

describe("an input that does not fit", () => {
  const nodes = [agent("a"), agent("b"), agent("c", { input: "Task" })];
  const schemas = [schema("Task", { goal: "int" })];
  const edges = ["a -> b", "a -> done", "b -> c", "c -> done"];

  it("is refused with the edge that brings it, wherever that stands", () => {
    const graph = graphOf({ entry: "a", nodes, schemas, edges });
    const story = given(graph).finish("a#0").finish("b#0", { goal: "none" });

    expect(story.state.failure).toMatchObject({
      code: "SCHEMA_VALIDATION",
      node: "c",
      hint: "look at what `b -> c` brings",
    });
    expect(story.events.find(({ type }) => type === "node_failed")?.data).toMatchObject({
      edges: ["b -> c"],
    });
  });

  it("is refused with the first edge of all, too", () => {
    const first = graphOf({ entry: "b", nodes, schemas, edges: ["b -> c", "c -> done"] });
    const story = given(first).finish("b#0", { goal: "none" });

    expect(story.state.failure?.hint).toBe("look at what `b -> c` brings");
  });

  it("of the entry of a called graph is that of the call, which no edge brings", () => {
    const called = graphOf({ entry: "c", nodes, schemas, edges: ["c -> a", "a -> done"] });
    const story = given({ ...line, graphs: [{ name: "small", graph: called }] }).happen(
      "call_started",
      "a#0",
      { targets: [{ graph: "small", input: null, vars: { goal: "none" } }], bound: 1 },
    );

    expect(story.state.branches["a#0.small"]?.failure).toMatchObject({
      node: "c",
      hint: "look at the variables",
    });
    expect(story.events.find(({ type }) => type === "node_failed")?.data).not.toHaveProperty(
      "edges",
    );
  });
});

describe("a graph that a node calls", () => {
  const called = graphOf({
    entry: "first",
    nodes: [agent("first"), agent("second")],
    edges: ["first -> second", ["second -> first", { loop: "l", when: "again" }], "second -> done"],
    loops: { l: 1 },
  });
  const graph = {
    ...graphOf({ entry: "a", nodes: [agent("a")], edges: ["a -> done"] }),
    graphs: [{ name: "small", graph: called }],
  };
  const target = { graph: "small", input: null, vars: { title: "T", size: 1 } };
  const branch = "a#0.small";
  const call = (): Story =>
    given(graph).happen("call_started", "a#0", { targets: [target], bound: 1 });

  it("gives its entry the variables of the call", () => {
    expect(inputOf(call(), `${branch}/first#0`)).toEqual({ title: "T", size: 1 });
  });

  it("has them beneath what an edge brings back to the entry", () => {
    const story = call()
      .finish(`${branch}/first#0`)
      .finish(`${branch}/second#0`, { again: true, size: 2 });

    expect(inputOf(story, `${branch}/first#1`)).toEqual({ title: "T", size: 2, again: true });
  });
});

it("brings what its source gave where a new text lacks the edge that was taken", () => {
  const graph = graphOf({
    entry: "f",
    nodes: [router("f"), agent("a"), agent("b"), join("j")],
    edges: ["f -> a", "f -> b", "a -> j", "b -> j", "j -> done"],
  });
  const story = given(graph)
    .finish("f#0.a/a#0", { of: "a" })
    .resume({ resumed_from: "interrupted", edges: [0, 1, null, 3, 4] })
    .finish("f#0.b/b#0", { of: "b" });

  expect(inputOf(story, "j#0")).toEqual({ a: { of: "a" }, b: { of: "b" } });
});

it("keeps what a node brings whose name every object has", () => {
  const names = ["__proto__", "constructor"];
  const meet = (kind: typeof join): Story =>
    names.reduce(
      (story, id) => story.finish(`f#0.${id}/${id}#0`, { [id]: 1 }),
      given(
        graphOf({
          entry: "f",
          nodes: [router("f"), ...names.map((id) => agent(id)), kind("j"), agent("k")],
          edges: [...names.flatMap((id) => [`f -> ${id}`, `${id} -> j`]), "j -> k", "k -> done"],
        }),
      ),
    );

  expect(JSON.stringify(inputOf(meet(join), "j#0"))).toBe(
    '{"__proto__":{"__proto__":1},"constructor":{"constructor":1}}',
  );
  expect(JSON.stringify(inputOf(meet(agent), "j#0"))).toBe('{"__proto__":1,"constructor":1}');
});
