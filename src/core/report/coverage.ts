/** Which edges of a graph runs have taken, and which none of them has. */
import type { Edge, Graph } from "../graph/graph.ts";
import type { RunEvent } from "../run/events.ts";
import { createEdgeReader } from "./own-edges.ts";

/** How much of a graph was gone through. */
export interface Coverage {
  readonly edges: number;
  readonly taken: number;
  /** Of 100, rounded down, so that 100 means all. */
  readonly percent: number;
  /** In source order. */
  readonly missing: readonly MissedEdge[];
}

/** An edge that no run has taken. */
export interface MissedEdge {
  /** As it is written: `review -> fix when not approved as refine(3)`. */
  readonly text: string;
  readonly from: string;
  readonly to: string;
  readonly line: number;
  readonly column: number;
}

/** The coverage of a graph by the logs of its runs; graphs that it calls have edges of their own. */
export function coverEdges(graph: Graph, logs: Iterable<readonly RunEvent[]>): Coverage {
  const taken = new Set<number>();
  for (const log of logs) {
    const edgeOf = createEdgeReader();
    for (const event of log) {
      const edge = edgeOf(event);
      if (edge !== undefined) taken.add(edge);
    }
  }
  const missing = graph.edges.filter((_, index) => !taken.has(index));
  return {
    ...countCoverage(graph.edges.length, graph.edges.length - missing.length),
    missing: missing.map((edge) => describeEdge(graph, edge)),
  };
}

/** The coverage of several graphs together. */
export function addCoverages(coverages: readonly Coverage[]): Omit<Coverage, "missing"> {
  const sum = (key: "edges" | "taken"): number =>
    coverages.reduce((total, coverage) => total + coverage[key], 0);
  return countCoverage(sum("edges"), sum("taken"));
}

function countCoverage(edges: number, taken: number): Omit<Coverage, "missing"> {
  return { edges, taken, percent: edges === 0 ? 100 : Math.floor((taken * 100) / edges) };
}

function describeEdge({ loops }: Graph, { from, to, when, loop, at }: Edge): MissedEdge {
  const [line, column] = at ?? [1, 1];
  const bound = loops.find(({ name }) => name === loop)?.max ?? "";
  const parts = [
    `${from} -> ${to}`,
    when === null ? "" : `when ${when.not ? "not " : ""}${conditionOf(when)}`,
    loop === null ? "" : `as ${loop}(${bound})`,
  ];
  return { text: parts.filter((part) => part !== "").join(" "), from, to, line, column };
}

function conditionOf(when: NonNullable<Edge["when"]>): string {
  return "field" in when ? when.field : JSON.stringify(when.expression);
}
