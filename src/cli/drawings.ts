/** What diagrams need of the standard set. */
import type { Drawing } from "#core/graph/drawing.ts";
import type { Graph } from "#core/graph/graph.ts";
import { standard } from "#core/standard.ts";

/** How nodes look, by kind. */
export const drawings: ReadonlyMap<string, Drawing> = new Map(
  standard.kinds.map((kind) => [kind.name, kind.drawing]),
);

/** Bounds of loops, by name. */
export function loopBounds(graph: Graph): ReadonlyMap<string, number> {
  return new Map(graph.loops.map(({ name, max }) => [name, max]));
}
