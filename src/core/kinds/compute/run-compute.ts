/** Runs a compute node: named expressions over what the branch sees. Spec: runtime §15.4. */
import { evaluateSource } from "#core/graph/condition.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { Value } from "#core/graph/value.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { Outcome } from "#core/run/outcome.ts";

interface ComputeConfig {
  readonly expressions: readonly { readonly name: string; readonly expression: string }[];
}

/** Works out every expression; they do not see one another. */
export function runCompute(context: NodeContext): Outcome {
  const scope = {
    resolve: (path: readonly string[]) => context.resolve(path),
    self: context.input,
  };
  const entries = readConfig(context.node).expressions.map((named): [string, Value] => {
    const result = evaluateSource(named, scope);
    if ("fault" in result)
      throw faulty(context, named.name, named.expression, result.fault.message);
    return [named.name, result.value];
  });
  return { kind: "next", output: Object.fromEntries(entries) };
}

function faulty(
  { node }: NodeContext,
  name: string,
  expression: string,
  message: string,
): RunFailure {
  return new RunFailure({
    code: "EXPRESSION_FAILED",
    message: `\`${name}\` of \`${node.id}\` cannot be worked out: ${message}`,
    hint: `look at \`${expression}\``,
    retryable: false,
  });
}

function readConfig(node: GraphNode): ComputeConfig {
  return node as GraphNode & ComputeConfig;
}
