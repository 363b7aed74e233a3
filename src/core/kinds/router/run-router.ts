/** Runs a router: its output is its input, and its mode says which edges are taken. Spec: runtime §11. */
import type { Value } from "#core/graph/value.ts";
import type { NodeContext, Start, StartContext } from "#core/kinds/kind.ts";
import type { Outcome } from "#core/run/outcome.ts";
import { chooseByModel } from "./chosen-by-model.ts";
import { readRouterConfig } from "./config.ts";

/** The mode, and whose turn it is in a round robin. */
export function startRouter(context: StartContext): Start {
  const { mode } = readRouterConfig(context.node);
  return mode === "round_robin" ? nextInTurn(context, mode) : { data: { mode } };
}

/** Hands the input on. */
export function runRouter(context: NodeContext): Outcome | Promise<Outcome> {
  const { input } = context;
  switch (readRouterConfig(context.node).mode) {
    case "fan_out_all":
      return { kind: "fork", output: input };
    case "condition":
      return { kind: "next", output: input };
    case "round_robin":
      return takeTurn(context, input);
    case "llm":
      return chooseByModel(context);
  }
}

/**
 * A conditional edge that holds goes first; else the unconditional ones take turns. The turn is taken
 * when the router starts, so that branches that come to it side by side have different ones.
 */
function nextInTurn(context: StartContext, mode: string): Start {
  const { edges, memory } = context;
  const conditional = edges.find(({ edge, index }) => edge.when !== null && context.isOpen(index));
  if (conditional) return { data: { mode, ...describeTurn(conditional) } };
  const turns = edges.filter(({ edge, index }) => edge.when === null && context.isOpen(index));
  const turn = typeof memory === "number" ? memory : 0;
  const chosen = turns[turn % Math.max(1, turns.length)];
  return {
    data: { mode, round_robin_index: turn, ...(chosen ? describeTurn(chosen) : {}) },
    memory: turn + 1,
  };
}

function describeTurn({ edge, index }: StartContext["edges"][number]): Record<string, Value> {
  return { selected_target: edge.to, selected_edge: index };
}

function takeTurn({ started, memory }: NodeContext, output: Value): Outcome {
  const { selected_edge: edge } = started;
  return { kind: "next", output, memory, ...(typeof edge === "number" ? { edge } : {}) };
}
