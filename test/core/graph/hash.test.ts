import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Graph } from "#core/graph/graph.ts";
import { hashGraph, toCanonicalJson } from "#core/graph/hash.ts";
import type { Value } from "#core/graph/value.ts";

const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

const graph: Graph = {
  format: "iter/graph@1",
  language: "iter",
  name: "w",
  entry: "a",
  vars: [{ name: "at", type: "json", required: false, default: { at: 1 }, implied: false }],
  presets: [{ name: "p", values: { at: 3 } }],
  schemas: [],
  prompts: [],
  mcpServers: [],
  mcp: { autoloadProject: false, servers: [], disable: [] },
  budget: null,
  toolPolicy: null,
  nodes: [
    { id: "a", kind: "agent", at: [3, 7] },
    { id: "done", kind: "done" },
  ],
  edges: [
    {
      id: "e0",
      from: "a",
      to: "done",
      port: "next",
      when: null,
      loop: null,
      with: null,
      at: [9, 3],
    },
  ],
  loops: [],
  environment: [],
  hash: "",
};

it("leaves out places and nothing else", () => {
  const moved: Graph = {
    ...graph,
    hash: "sha256:other",
    nodes: graph.nodes.map((node) => ({ ...node, at: [1, 1] })),
    edges: graph.edges.map((edge) => ({ ...edge, at: [1, 1] })),
  };
  const changed: Graph = { ...graph, presets: [{ name: "p", values: { at: 4 } }] };

  expect(hashGraph(graph, sha256)).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(hashGraph(moved, sha256)).toBe(hashGraph(graph, sha256));
  expect(hashGraph(changed, sha256)).not.toBe(hashGraph(graph, sha256));
});

it("writes canonical JSON that means the same whatever the order of keys", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (json) => {
      const value = JSON.parse(JSON.stringify(json)) as Value;
      const text = toCanonicalJson(value);
      expect(JSON.parse(text)).toEqual(value);
      expect(toCanonicalJson(reversed(value))).toBe(text);
    }),
  );
});

function reversed(value: Value): Value {
  if (Array.isArray(value)) return value.map((item: Value) => reversed(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}
