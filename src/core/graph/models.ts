/** The models that a graph calls itself, without a delegate. */
import type { Graph } from "./graph.ts";

/** A model and the first node that calls it. */
export interface UsedModel {
  readonly model: string;
  readonly node: string;
}

/** What a node's `model` names: the first of these that answers is taken. */
export interface ModelChoice {
  readonly models: readonly string[];
  readonly node: string;
}

/**
 * The models of a property, in the order in which they are tried.
 *
 * @example
 * splitModels("anthropic/claude-opus-5 | openai/gpt-5"); // both
 */
export function splitModels(written: string): string[] {
  return written.split("|").map((model) => model.trim());
}

/** The graph with what names of models stand for in their place. */
export function resolveModels(graph: Graph, names: Readonly<Record<string, string>>): Graph {
  const nodes = graph.nodes.map((node) => {
    const model = "model" in node ? node.model : null;
    if (typeof model !== "string" || !Object.hasOwn(names, model)) return node;
    return { ...node, model: names[model] };
  });
  return { ...graph, nodes };
}

/**
 * Every model once, in the order of the nodes, then those of graphs that nodes call; those of
 * delegates are their programs' matter.
 */
export function listModels(graph: Graph): UsedModel[] {
  const used = new Map<string, UsedModel>();
  for (const { models, node } of listModelChoices(graph)) {
    for (const model of models) if (!used.has(model)) used.set(model, { model, node });
  }
  for (const called of graph.graphs ?? []) {
    for (const one of "graph" in called ? listModels(called.graph) : []) {
      if (!used.has(one.model)) used.set(one.model, one);
    }
  }
  return [...used.values()];
}

/** Every property that names models, once for each text. */
export function listModelChoices(graph: Graph): ModelChoice[] {
  const choices = new Map<string, ModelChoice>();
  for (const node of graph.nodes) {
    const fields = new Map<string, unknown>(Object.entries(node));
    const own = typeof fields.get("delegate") === "string" ? undefined : fields.get("model");
    for (const written of [own, fields.get("interactionModel")]) {
      if (typeof written !== "string" || choices.has(written)) continue;
      choices.set(written, { models: splitModels(written), node: node.id });
    }
  }
  return [...choices.values()];
}
