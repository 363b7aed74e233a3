/** Looks into conditions that are expressions: which fields they read, and whether they hold. */
import { evaluateExpression } from "#core/graph/expression/evaluate.ts";
import { isBare, listPaths } from "#core/graph/expression/expression.ts";
import type { Expression, Path } from "#core/graph/expression/expression.ts";
import { parseExpression } from "#core/graph/expression/parse.ts";
import { isTrue } from "#core/graph/expression/truth.ts";
import type { Graph } from "#core/graph/graph.ts";
import { resolverOf } from "#core/graph/reference.ts";
import type { ExpressionReader } from "./steer.ts";

/** Reads a graph's expressions as they are before any loop was entered. */
export function createExpressionReader(graph: Graph): ExpressionReader {
  const trees = new Map<string, Expression | undefined>();
  const vars = Object.fromEntries(
    graph.vars.map(({ name, default: value }) => [name, value ?? null]),
  );
  const loop = Object.fromEntries(
    graph.loops.map(({ name, max }) => [name, { iteration: 0, max }]),
  );

  function treeOf(expression: string): Expression | undefined {
    if (!trees.has(expression)) {
      const parsed = parseExpression(expression);
      trees.set(expression, "expression" in parsed ? parsed.expression : undefined);
    }
    return trees.get(expression);
  }

  return {
    fields(expression, source) {
      const tree = treeOf(expression);
      return tree === undefined ? [] : listPaths(tree).flatMap((path) => fieldOf(path, source));
    },
    holds(expression, source, output) {
      const tree = treeOf(expression);
      if (tree === undefined) return false;
      const resolve = resolverOf({ vars, loop, outputs: { [source]: output } });
      const evaluation = evaluateExpression(tree, { resolve, self: output });
      return "value" in evaluation && isTrue(evaluation.value);
    },
  };
}

/** `score`, or `score` of `outputs.review.score` if `review` is the source. */
function fieldOf(path: Path, source: string): string[] {
  const [first, node, field] = path.path;
  if (isBare(path)) return first === undefined ? [] : [first];
  return first === "outputs" && node === source && field !== undefined ? [field] : [];
}
