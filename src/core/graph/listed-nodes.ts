/** Tool nodes that models call: listed by name among the tools of a node. */
import type { Graph } from "./graph.ts";

/** True if a node of a model lists another among its tools. */
export function listsNode({ nodes }: Pick<Graph, "nodes">, id: string): boolean {
  return nodes.some((node) => {
    const tools = "tools" in node ? node.tools : null;
    return Array.isArray(tools) && tools.includes(id);
  });
}
