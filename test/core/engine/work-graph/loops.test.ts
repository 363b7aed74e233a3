/** What belongs to a loop. Spec: runtime §9.4. */
import { expect, it } from "vitest";
import { shapeLoops } from "#core/engine/work-graph/loops.ts";
import { agent, graphOf } from "#support/engine/graph.ts";

/** The bodies of the loops of a graph: `a -> b`, or `a -> b as l` for an edge of the loop `l`. */
function bodiesOf(ways: readonly string[]): Readonly<Record<string, string>> {
  const edges = ways.map((way) => way.split(" as ") as [string, string?]);
  const ids = new Set(edges.flatMap(([way]) => way.split(" -> ")));
  const names = new Set(edges.flatMap(([, loop]) => loop ?? []));
  const graph = graphOf({
    entry: ways[0]?.split(" ")[0] ?? "",
    nodes: [...ids].filter((id) => id !== "done").map((id) => agent(id)),
    edges: edges.map(([way, loop]) => [way, loop === undefined ? {} : { loop }]),
    loops: Object.fromEntries([...names].map((name) => [name, 3])),
  });
  return Object.fromEntries(
    [...shapeLoops(graph)].map(([name, { body }]) => [name, [...body].sort().join(" ")]),
  );
}

it("is its bound, and its name", () => {
  const graph = graphOf({
    entry: "a",
    nodes: [agent("a")],
    edges: [["a -> a", { loop: "l" }], "a -> done"],
    loops: { l: 7 },
  });

  expect([...shapeLoops(graph).values()]).toEqual([{ name: "l", max: 7, body: new Set(["a"]) }]);
});

it.each([
  ["the node that it leads from and to", ["a -> b", "b -> b as l", "b -> done"], { l: "b" }],
  [
    "the nodes between, and none before or behind",
    ["a -> b", "b -> c", "c -> d", "d -> b as l", "d -> done"],
    { l: "b c d" },
  ],
  [
    "all ways from its beginning to its end",
    ["a -> b", "a -> c", "b -> d", "c -> d", "d -> a as l", "d -> done"],
    { l: "a b c d" },
  ],
  [
    "no way that leaves it for good",
    ["a -> b", "b -> c", "c -> a as l", "b -> x", "x -> done"],
    { l: "a b c" },
  ],
  [
    "several cycles, if edges of several places have its name",
    ["a -> b", "b -> a as l", "b -> c", "c -> d", "d -> c as l", "d -> done"],
    { l: "a b c d" },
  ],
  ["nothing, if its edge leads on", ["a -> b as l", "b -> done"], { l: "" }],
])("has %s", (_, ways, bodies) => {
  expect(bodiesOf(ways)).toEqual(bodies);
});

it.each([
  [
    "on the way back of the outer one",
    ["a -> b", "b -> c", "c -> b as inner", "c -> a as outer", "c -> done"],
    { inner: "b c", outer: "a b c" },
  ],
  [
    "whose own way goes through a node that the outer one's doesn't need",
    ["a -> b", "b -> x as inner", "x -> b", "b -> a as outer", "b -> done"],
    { inner: "b x", outer: "a b x" },
  ],
  [
    "whichever of its edges has the name",
    ["a -> b", "b -> x", "x -> b as inner", "b -> a as outer", "b -> done"],
    { inner: "b x", outer: "a b x" },
  ],
])("an inner loop lies in the outer one's body: %s", (_, ways, bodies) => {
  expect(bodiesOf(ways)).toEqual(bodies);
});

it("a loop behind another one has nothing of it", () => {
  expect(
    bodiesOf(["a -> b", "b -> a as first", "b -> c", "c -> d", "d -> c as second", "d -> done"]),
  ).toEqual({ first: "a b", second: "c d" });
});

it("what leads back only by its head is outside", () => {
  // From `x` every way into the loop begins at `b` again.
  expect(
    bodiesOf(["a -> b", "b -> c", "c -> b as l", "c -> x", "x -> b as m", "c -> done"]),
  ).toEqual({ l: "b c", m: "b c x" });
});

it("a node that leads into its middle belongs to it", () => {
  expect(
    bodiesOf(["a -> b", "b -> c", "c -> d", "d -> b as l", "c -> x", "x -> d as m", "d -> done"]),
  ).toEqual({ l: "b c d x", m: "b c d x" });
});

it("that only another loop closes has the nodes of that cycle", () => {
  expect(bodiesOf(["a -> b", "b -> c as l", "c -> a as m", "c -> done"])).toEqual({
    l: "a b c",
    m: "a b c",
  });
});

it("that the entry leads into at two places has two heads", () => {
  // `x` leads to `c`, which is a head, so it isn't of the body; neither is `a`.
  expect(bodiesOf(["a -> b", "a -> x", "x -> c", "b -> c", "c -> b as l", "c -> done"])).toEqual({
    l: "b c",
  });
});
