/** Random small graphs with forks, meetings, loops, gates and failures, and answers to go with them. */
import fc from "fast-check";
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import type { CallSite } from "#core/ports/model.ts";
import type { EdgeSketch } from "./graph.ts";
import { agent, graphOf, human, join, router, tool } from "./graph.ts";
import type { Reply } from "./world.ts";

/** A graph and the seed of its answers. */
export interface RandomRun {
  readonly graph: Graph;
  readonly seed: number;
  /** Of 100 calls so many fail. */
  readonly failures: number;
}

const kindsOfNodes = ["agent", "agent", "agent", "fork", "fork", "way", "join", "await", "tool"];

interface NodeDraw {
  readonly kind: string;
  readonly targets: readonly number[];
  readonly conditional: boolean;
  readonly back: number | null;
  readonly bound: number;
}

const nodeDraw: fc.Arbitrary<NodeDraw> = fc.record({
  kind: fc.constantFrom(...kindsOfNodes),
  targets: fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }),
  conditional: fc.boolean(),
  back: fc.option(fc.nat(9), { freq: 3 }),
  bound: fc.integer({ min: 1, max: 2 }),
});

/** Nodes in an order in which all edges but those of loops lead on. */
export const randomRuns: fc.Arbitrary<RandomRun> = fc
  .record({
    draws: fc.array(nodeDraw, { minLength: 2, maxLength: 9 }),
    gates: fc.boolean(),
    seed: fc.nat(1_000_000),
    failures: fc.constantFrom(0, 0, 0, 10),
  })
  .map(({ draws, gates, seed, failures }) => ({ graph: build(draws, gates), seed, failures }));

/** Answers and durations that depend on the place and the seed alone. */
export function answersOf(run: RandomRun, pace: number): (site: CallSite) => Reply {
  return (site) => {
    const drawn = hash(`${run.seed} ${site.activationId} ${site.step}`);
    const durationMs = (hash(`${pace} ${site.key} ${site.attempt}`) % 5) * 1000;
    if (drawn % 100 < run.failures) return { error: { code: "AUTH_FAILED" }, durationMs };
    return {
      output: { ok: drawn % 2 === 0, by: site.activationId },
      durationMs,
      usage: { input_tokens: (drawn % 7) + 1, output_tokens: 1 },
    };
  };
}

function build(draws: readonly NodeDraw[], gates: boolean): Graph {
  const names = draws.map((_, index) => `n${index}`);
  const edges: (readonly [string, EdgeSketch])[] = [];
  const loops: Record<string, number> = {};
  draws.forEach((draw, index) => {
    const from = names[index] ?? "";
    edges.push(...forwardEdges(draw, index, names));
    if (draw.back === null || draw.back > index || draw.kind === "fork") return;
    loops[`l${index}`] = draw.bound;
    edges.push([`${from} -> ${names[draw.back] ?? ""}`, { loop: `l${index}`, when: "not ok" }]);
  });
  const nodes = draws.map((draw, index) =>
    buildNode(draw.kind, names[index] ?? "", gates && index % 4 === 3),
  );
  // Two loops that enter each other give each other a new allowance for ever.
  const budget = { maxIterations: 12 };
  return graphOf({ entry: "n0", nodes, edges: backFirst(edges), loops, budget });
}

/** Loop edges are looked at before the others. */
function backFirst(edges: (readonly [string, EdgeSketch])[]): (readonly [string, EdgeSketch])[] {
  return [...edges].sort(
    ([, a], [, b]) => Number(b.loop !== undefined) - Number(a.loop !== undefined),
  );
}

function forwardEdges(
  { kind, targets, conditional }: NodeDraw,
  index: number,
  names: readonly string[],
): (readonly [string, EdgeSketch])[] {
  const from = names[index] ?? "";
  const steps = kind === "fork" ? targets : targets.slice(0, conditional ? 2 : 1);
  return steps.map((step, at) => {
    const to = names[index + 1 + step] ?? (step === 5 && at > 0 ? "fail" : "done");
    const last = at === steps.length - 1;
    const when = kind !== "fork" && conditional && !last ? { when: "ok" } : {};
    return [`${from} -> ${to}`, when] as const;
  });
}

function buildNode(kind: string, id: string, gate: boolean): GraphNode {
  if (gate) return human(id);
  switch (kind) {
    case "fork":
      return router(id);
    case "way":
      return router(id, "condition");
    case "join":
      return join(id);
    case "await":
      return agent(id, { await: "best_effort" });
    case "tool":
      return tool(id);
    default:
      return agent(id);
  }
}

function hash(text: string): number {
  let value = 7;
  for (let at = 0; at < text.length; at++) value = (Math.imul(value, 31) + text.charCodeAt(at)) | 0;
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
