/** What is known to be missing before a run: a key, a provider, a program, a tool. */
import type { Graph, GraphNode } from "../graph/graph.ts";
import { listModels } from "../graph/models.ts";
import { Refusal } from "./failure.ts";

type Check = (name: string) => { readonly message: string; readonly hint: string } | undefined;

/** Who can say what can't be called. */
export interface Checks {
  readonly models: { readonly check: Check };
  readonly delegates: { readonly check: Check };
  /** Without a check every tool is taken to be there. */
  readonly tools: { readonly check?: Check };
}

/** Refuses a graph that calls models, delegates or tools which can't be called. */
export function checkModels(graph: Graph, { models, delegates, tools }: Checks): void {
  for (const { model, node } of listModels(graph)) refuse(node, models.check(model));
  for (const node of graph.nodes) {
    const backend = "delegate" in node ? node.delegate : null;
    if (typeof backend === "string") refuse(node.id, delegates.check(backend));
    else for (const name of listedTools(node)) refuse(node.id, tools.check?.(name));
  }
}

/** Tools that a node names one by one; what a pattern covers is only known when it is called. */
function listedTools(node: GraphNode): string[] {
  const listed = new Map<string, unknown>(Object.entries(node)).get("tools");
  if (!Array.isArray(listed)) return [];
  return listed.filter((name): name is string => typeof name === "string" && !name.includes("*"));
}

function refuse(node: string, fault: ReturnType<Check>): void {
  if (fault === undefined) return;
  throw new Refusal("INPUT_INVALID", `\`${node}\` can't run: ${fault.message}.`, {
    hint: fault.hint,
  });
}
