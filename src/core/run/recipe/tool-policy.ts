/**
 * The tools that a recipe lets through.
 *
 * A recipe narrows: what the workflow or a node doesn't let through stays closed. Entries are a
 * tool's name, `prefix.*` or `*`.
 */
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import { nearest } from "./nearest.ts";
import type { Recipe, RecipeFault } from "./recipe.ts";

type ToolNode = GraphNode & {
  readonly tools?: readonly string[] | null;
  readonly toolPolicy?: readonly string[] | null;
  readonly delegate?: string | null;
};

/** The graph in which no node may use more tools than a policy lets through. */
export function narrowTools(graph: Graph, policy: readonly string[] | null): Graph {
  if (policy === null) return graph;
  const nodes = graph.nodes.map((node: ToolNode): GraphNode => {
    const own = node.toolPolicy;
    if (own === undefined) return node;
    const narrowed: ToolNode = { ...node, toolPolicy: own === null ? policy : meet(own, policy) };
    return narrowed;
  });
  const whole = graph.toolPolicy === null ? policy : meet(graph.toolPolicy, policy);
  return { ...graph, nodes, toolPolicy: whole };
}

/** Entries of a recipe's policy that no node could ever make use of. */
export function checkToolPolicy(graph: Graph, { toolPolicy }: Recipe): RecipeFault[] {
  const nodes: readonly ToolNode[] = graph.nodes;
  // A delegate without a list has tools of its own, which nobody here knows.
  if (nodes.some(({ tools, delegate }) => tools == null && typeof delegate === "string")) return [];
  const listed = [...new Set(nodes.flatMap(({ tools }) => tools ?? []))];
  return (toolPolicy ?? []).flatMap((entry, index): RecipeFault[] =>
    entry === "*" || listed.some((tool) => meetOf(tool, entry) !== undefined)
      ? []
      : [
          {
            code: "R004",
            path: ["tool_policy", String(index)],
            at: "value",
            message: `No node lists a tool \`${entry}\`.`,
            help: nearest(entry, listed, "tool"),
          },
        ],
  );
}

/** What two lists both let through. */
function meet(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set(one.flatMap((a) => other.flatMap((b) => meetOf(a, b) ?? [])))];
}

/** What two entries both let through: the narrower of them, if it is within the other. */
function meetOf(a: string, b: string): string | undefined {
  if (covers(a, b)) return b;
  return covers(b, a) ? a : undefined;
}

function covers(entry: string, other: string): boolean {
  if (entry === "*" || entry === other) return true;
  return entry.endsWith(".*") && other.startsWith(entry.slice(0, -1));
}
