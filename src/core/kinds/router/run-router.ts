/** Runs a router: its output is its input, and its mode says which edges are taken. Spec: runtime §11. */
import type { Value } from "#core/graph/value.ts";
import type { NodeContext, Start, StartContext } from "#core/kinds/kind.ts";
import type { Outcome } from "#core/run/outcome.ts";
import { chooseByModel } from "./chosen-by-model.ts";
import { readRouterConfig } from "./config.ts";

/** The mode, and whose turn it is in a round robin. */
export function startRouter(context: StartContext): Start {
  const { mode } = readRouterConfig(context.node);
  return { data: { mode, ...(mode === "round_robin" ? nextInTurn(context) : {}) } };
}

/** Hands the input on. */
export function runRouter(context: NodeContext): Outcome | Promise<Outcome> {
  const { input, memory } = context;
  switch (readRouterConfig(context.node).mode) {
    case "fan_out_all":
      return { kind: "fork", output: input };
    case "condition":
      return { kind: "next", output: input };
    case "round_robin":
      return takeTurn(context, input, memory);
    case "llm":
      return chooseByModel(context);
  }
}

/** A conditional edge that holds goes first; else the unconditional ones take turns. */
function nextInTurn(context: StartContext): Record<string, Value> {
  const { edges, memory } = context;
  const conditional = edges.find(({ edge, index }) => edge.when !== null && context.isOpen(index));
  if (conditional)
    return { selected_target: conditional.edge.to, selected_edge: conditional.index };
  const turns = edges.filter(({ edge, index }) => edge.when === null && context.isOpen(index));
  const turn = typeof memory === "number" ? memory : 0;
  const chosen = turns[turn % Math.max(1, turns.length)];
  return {
    round_robin_index: turn,
    ...(chosen ? { selected_target: chosen.edge.to, selected_edge: chosen.index } : {}),
  };
}

function takeTurn({ started }: NodeContext, output: Value, memory: Value): Outcome {
  const { round_robin_index: turn, selected_edge: edge } = started;
  if (typeof edge !== "number") return { kind: "next", output };
  return {
    kind: "next",
    output,
    edge,
    memory: typeof turn === "number" ? turn + 1 : memory,
  };
}
