/** A graph that is to be called, with the input that it takes. */
import type { Value } from "#core/graph/value.ts";
import { isFields, mergeFields } from "#core/graph/value.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import type { CallTarget } from "#core/run/frame.ts";
import { RunFailure } from "#core/run/failure.ts";
import { fillVariables } from "#core/run/variables.ts";

/** What a graph is called with. */
export interface Given {
  /** What a flow sees as its input. */
  readonly input: Value;
  /** Where the variables of an `.iter` graph are looked for, in this order. */
  readonly variables: readonly Value[];
}

/** The call of a graph that is registered; variables that do not fit are a failure. */
export function targetOf(context: NodeContext, name: string, given: Given): CallTarget {
  const found = context.graph.graphs?.find((one) => one.name === name);
  if (!found || !("graph" in found)) throw unknown(context.node.id);
  const { graph } = found;
  if (graph.language === "flow") return { graph: name, input: given.input };
  const values = mergeFields([...given.variables].reverse().filter(isFields));
  const filled = fillVariables(graph.vars, values);
  if ("vars" in filled) return { graph: name, input: given.input, vars: filled.vars };
  const list = filled.errors.map(({ field, message }) => `\`${field ?? ""}\` ${message}`);
  throw new RunFailure({
    code: "INPUT_INVALID",
    message: `\`${context.node.id}\` cannot run \`${graph.name}\`: ${list.join("; ")}`,
    hint: "give its variables what they need",
    retryable: false,
    errors: filled.errors,
  });
}

function unknown(node: string): RunFailure {
  return new RunFailure({
    code: "EXECUTION_FAILED",
    message: `the graph that \`${node}\` runs is not part of the run`,
    hint: "compile the workflow where its files are",
    retryable: false,
  });
}
