import fc from "fast-check";
import { expect, it } from "vitest";
import {
  closingEdges,
  groupsOf,
  nodesOnCycles,
  reachable,
  reachableFrom,
  waysBack,
  waysOf,
} from "#core/graph/traverse.ts";

interface Link {
  readonly from: string;
  readonly to: string;
}

function links(text: string): Link[] {
  return text
    .split(" ")
    .filter(Boolean)
    .map((pair) => {
      const [from = "", to = ""] = pair.split(">");
      return { from, to };
    });
}

const around = links("a>b b>c c>a c>d d>done x>y");

it("reaches what ways lead to, starts included", () => {
  expect([...reachable(waysOf(around), ["c"])].sort()).toEqual(["a", "b", "c", "d", "done"]);
  expect([...reachable(waysBack(around), ["d"])].sort()).toEqual(["a", "b", "c", "d"]);
});

it("reaches a stop but doesn't pass it", () => {
  const stop = (node: string) => node === "c";

  expect([...reachable(waysOf(around), ["a"], stop)].sort()).toEqual(["a", "b", "c"]);
  expect(reachable(waysOf(around), ["c"], stop).has("d")).toBe(true);
});

it("reaches a node from itself only around a cycle", () => {
  expect(reachableFrom(waysOf(around), "a").has("a")).toBe(true);
  expect(reachableFrom(waysOf(around), "d").has("d")).toBe(false);
});

it("groups nodes that reach one another, in the order given", () => {
  expect(groupsOf(["b", "a", "c", "d", "x", "y"], waysOf(around))).toEqual([
    ["done"],
    ["d"],
    ["b", "a", "c"],
    ["y"],
    ["x"],
  ]);
});

it("finds nodes on cycles, a loop to itself too", () => {
  const edges = [...around, ...links("d>d")];

  expect([...nodesOnCycles(["a", "b", "c", "d", "x", "y"], waysOf(edges))].sort()).toEqual([
    "a",
    "b",
    "c",
    "d",
  ]);
});

it("finds the edges that close a cycle, from the entry and in source order", () => {
  expect(closingEdges(["a", "b", "c", "d", "x", "y"], around)).toEqual(links("c>a"));
  expect(closingEdges(["b", "a", "c"], around)).toEqual(links("a>b"));
  expect(closingEdges(["a", "p", "q"], links("a>a p>q q>p"))).toEqual(links("a>a q>p"));
  expect(closingEdges(["a"], links("a>b b>d a>c c>d"))).toEqual([]);
});

it("takes chains of any length", () => {
  const chain = Array.from({ length: 50_000 }, (_, index) => ({
    from: `n${index}`,
    to: `n${index + 1}`,
  }));
  const nodes = chain.map(({ from }) => from);

  expect(groupsOf(nodes, waysOf([...chain, { from: "n50000", to: "n0" }]))).toHaveLength(1);
  expect(groupsOf(nodes, waysOf(chain))).toHaveLength(50_001);
  expect(closingEdges(nodes, chain)).toEqual([]);
});

const node = fc.integer({ min: 0, max: 7 }).map((index) => `n${index}`);
const graphs = fc.array(fc.record({ from: node, to: node }), { maxLength: 16 });
const names = Array.from({ length: 8 }, (_, index) => `n${index}`);

it("groups exactly the nodes that reach one another", () => {
  fc.assert(
    fc.property(graphs, (edges) => {
      const ways = waysOf(edges);
      const groups = groupsOf(names, ways);
      expect(groups.flat().sort()).toEqual(names);
      const groupOf = (name: string) => groups.findIndex((group) => group.includes(name));
      for (const a of names) {
        for (const b of names) {
          const both = reachable(ways, [a]).has(b) && reachable(ways, [b]).has(a);
          expect(groupOf(a) === groupOf(b)).toBe(both);
        }
      }
    }),
  );
});

it("leaves no cycle without the closing edges, and closes one with each", () => {
  fc.assert(
    fc.property(graphs, (edges) => {
      const closing = closingEdges(names, edges);
      const rest = edges.filter((edge) => !closing.includes(edge));
      expect(nodesOnCycles(names, waysOf(rest)).size).toBe(0);
      for (const { from, to } of closing)
        expect(reachable(waysOf(rest), [to]).has(from)).toBe(true);
    }),
  );
});
