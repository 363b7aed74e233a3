/** What is known to be missing before a run: a key, a provider, a program. */
import type { Graph } from "../graph/graph.ts";
import { listModels } from "../graph/models.ts";
import { Refusal } from "./failure.ts";

type Check = (name: string) => { readonly message: string; readonly hint: string } | undefined;

/** Refuses a graph that calls models or delegates which can't be called. */
export function checkModels(
  graph: Graph,
  {
    models,
    delegates,
  }: { readonly models: { readonly check: Check }; readonly delegates: { readonly check: Check } },
): void {
  for (const { model, node } of listModels(graph)) refuse(node, models.check(model));
  for (const node of graph.nodes) {
    const backend = "delegate" in node ? node.delegate : null;
    if (typeof backend === "string") refuse(node.id, delegates.check(backend));
  }
}

function refuse(node: string, fault: ReturnType<Check>): void {
  if (fault === undefined) return;
  throw new Refusal("INPUT_INVALID", `\`${node}\` can't run: ${fault.message}.`, {
    hint: fault.hint,
  });
}
