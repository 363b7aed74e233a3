/** Random graphs whose edges lead anywhere: branches that meet, part, turn back and die as they please. */
import fc from "fast-check";
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import type { EdgeSketch } from "../graph.ts";
import { graphOf, join, router } from "../graph.ts";
import { verdict, workDraw, workNode } from "./node-draw.ts";
import type { WorkDraw } from "./node-draw.ts";

const places = [
  "work",
  "work",
  "work",
  "fork",
  "fork",
  "way",
  "turns",
  "llm",
  "join",
  "await",
] as const;

interface NodeDraw {
  readonly place: (typeof places)[number];
  readonly work: WorkDraw;
  readonly targets: readonly number[];
  readonly conditional: boolean;
  readonly back: number | null;
  readonly bound: number;
}

const nodeDraw: fc.Arbitrary<NodeDraw> = fc.record({
  place: fc.constantFrom(...places),
  work: workDraw,
  targets: fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }),
  conditional: fc.boolean(),
  back: fc.option(fc.nat(9), { freq: 3 }),
  bound: fc.integer({ min: 1, max: 2 }),
});

/** Nodes in an order in which all edges but those of loops lead on. */
export const anyGraphs: fc.Arbitrary<Graph> = fc
  .array(nodeDraw, { minLength: 2, maxLength: 9 })
  .map(build);

function build(draws: readonly NodeDraw[]): Graph {
  const names = draws.map((_, index) => `n${index}`);
  const edges: (readonly [string, EdgeSketch])[] = [];
  const loops: Record<string, number> = {};
  draws.forEach((draw, index) => {
    const from = names[index] ?? "";
    edges.push(...forwardEdges(draw, index, names));
    if (draw.back === null || draw.back > index || !turnsBack(draw)) return;
    loops[`l${index}`] = draw.bound;
    edges.push([`${from} -> ${names[draw.back] ?? ""}`, { loop: `l${index}`, when: "not ok" }]);
  });
  const nodes = draws.map((draw, index) => buildNode(draw, names[index] ?? ""));
  // Two loops that enter each other give each other a new allowance for ever.
  const budget = { maxIterations: 12 };
  return graphOf({
    entry: "n0",
    nodes,
    edges: backFirst(edges),
    loops,
    budget,
    schemas: [verdict],
  });
}

/** A fork would turn back as one more branch, and a model names nodes, not edges. */
function turnsBack({ place }: NodeDraw): boolean {
  return place !== "fork" && place !== "llm";
}

/** Loop edges are looked at before the others. */
function backFirst(edges: (readonly [string, EdgeSketch])[]): (readonly [string, EdgeSketch])[] {
  return [...edges].sort(
    ([, a], [, b]) => Number(b.loop !== undefined) - Number(a.loop !== undefined),
  );
}

function forwardEdges(
  { place, targets, conditional }: NodeDraw,
  index: number,
  names: readonly string[],
): (readonly [string, EdgeSketch])[] {
  const from = names[index] ?? "";
  const free = place === "fork" || place === "turns" || place === "llm";
  const steps = free ? targets : targets.slice(0, conditional ? 2 : 1);
  return steps.map((step, at) => {
    const to = names[index + 1 + step] ?? (step === 5 && at > 0 ? "fail" : "done");
    const last = at === steps.length - 1;
    const when = !free && conditional && !last ? { when: "ok" } : {};
    return [`${from} -> ${to}`, when] as const;
  });
}

function buildNode({ place, work, conditional }: NodeDraw, id: string): GraphNode {
  switch (place) {
    case "fork":
      return router(id);
    case "way":
      return router(id, "condition");
    case "turns":
      return router(id, "round_robin");
    case "llm":
      return router(id, "llm", { multi: conditional, model: "simulate/any" });
    case "join":
      return join(id);
    case "await":
      return workNode(id, work, { await: "best_effort" });
    case "work":
      return workNode(id, work);
  }
}
