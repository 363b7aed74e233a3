import { expect, it } from "vitest";
import type { Graph } from "#core/graph/graph.ts";
import { checkPrices } from "#core/run/prices.ts";

const nodes = [
  { id: "a", kind: "agent", model: "openai/known", delegate: null, interactionModel: "openai/new" },
  { id: "b", kind: "agent", model: "opus", delegate: "claude_code", interactionModel: null },
  { id: "c", kind: "judge", model: "local/own", delegate: null },
  { id: "d", kind: "judge", model: "local/own", delegate: null },
  { id: "done", kind: "done" },
];
const graph: Graph = {
  format: "iter/graph@1",
  language: "iter",
  name: "w",
  entry: "a",
  vars: [],
  presets: [],
  schemas: [],
  prompts: [],
  mcpServers: [],
  mcp: { autoloadProject: false, servers: [], disable: [] },
  budget: null,
  toolPolicy: null,
  nodes,
  edges: [],
  loops: [],
  environment: [],
  hash: "",
};
const known = (model: string) => model === "openai/known";

it("names every model without a price, those of delegates left out", () => {
  const refusal = checkPrices(graph, { maxCostUsd: 1, unknownPrice: "error" }, known);

  expect(refusal?.code).toBe("UNKNOWN_PRICE");
  expect(refusal?.message).toBe(
    "`max_cost_usd` is set, but there is no known price for `openai/new` of `a`, `local/own` of `c`.",
  );
});

it("wants the price of every model that may answer", () => {
  const choice = { ...graph, nodes: [{ ...nodes[3]!, model: "openai/known | openai/other" }] };

  expect(checkPrices(choice, { maxCostUsd: 1, unknownPrice: "error" }, known)?.message).toContain(
    "`openai/other` of `d`",
  );
});

it("lets a run go on whose cost has no limit, or that ignores unknown prices", () => {
  expect(checkPrices(graph, { unknownPrice: "error" }, known)).toBeUndefined();
  expect(checkPrices(graph, { maxCostUsd: 1, unknownPrice: "ignore" }, known)).toBeUndefined();
  expect(checkPrices(graph, { maxCostUsd: 1, unknownPrice: "error" }, () => true)).toBeUndefined();
});

it("names those of graphs that nodes have run for them, too", () => {
  const inner = {
    ...graph,
    name: "inner",
    nodes: [{ id: "x", kind: "judge", model: "local/deep" }],
  };
  const used = {
    ...graph,
    name: "used",
    nodes: [{ id: "y", kind: "agent", model: "openai/known" }],
    graphs: [{ name: "inner", graph: inner }],
  };
  const outer: Graph = {
    ...graph,
    nodes: [{ id: "u", kind: "use" }],
    graphs: [
      { name: "u", graph: used },
      { name: "broken", faults: [] },
    ],
  };

  const refusal = checkPrices(outer, { maxCostUsd: 1, unknownPrice: "error" }, known);

  expect(refusal?.message).toBe(
    "`max_cost_usd` is set, but there is no known price for `local/deep` of `x`.",
  );
});
