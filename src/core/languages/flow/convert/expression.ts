/** Paths and expressions of flows in the words of `.iter`. Spec: flow §21.2. */
import type { FlowPath } from "#core/graph/flow-expression/path.ts";
import { parsePlainPath } from "#core/graph/flow-expression/path.ts";
import { parseFlowExpression } from "#core/graph/flow-expression/parse.ts";
import type { FlowExpression, FlowOperand } from "#core/graph/flow-expression/parse.ts";
import { Unspeakable } from "./unspeakable.ts";

/** What stands for a node's output: `outputs.ask.text`; undefined if nothing does. */
export type OutputNamer = (id: string) => string | undefined;

/** An expression; null and the last outputs have no words. */
export function spellExpression(text: string, outputOf: OutputNamer): string {
  const parsed = parseFlowExpression(text);
  if ("fault" in parsed) throw new Unspeakable(`\`${text}\` is no expression`);
  return spell(parsed.expression, outputOf, false);
}

/** A plain path. */
export function spellPath(text: string, outputOf: OutputNamer): string {
  return toReference(parsePlainPath(text, false), outputOf);
}

function spell(expression: FlowExpression, outputOf: OutputNamer, inner: boolean): string {
  switch (expression.kind) {
    case "any":
    case "all": {
      const word = expression.kind === "any" ? " || " : " && ";
      const text = expression.parts.map((part) => spell(part, outputOf, true)).join(word);
      return inner ? `(${text})` : text;
    }
    case "not":
      return `!(${spell(expression.part, outputOf, false)})`;
    case "compare": {
      const sides = [expression.left, expression.right].map((side) => toOperand(side, outputOf));
      return sides.join(expression.equal ? " == " : " != ");
    }
    case "test":
      return toOperand(expression.operand, outputOf);
  }
}

function toOperand(operand: FlowOperand, outputOf: OutputNamer): string {
  if (operand.kind === "path") return toReference(operand, outputOf);
  const { value } = operand;
  if (value === null) throw new Unspeakable("`null` has no word in `.iter`");
  return typeof value === "string" ? quote(value) : String(value);
}

function toReference({ segments }: FlowPath, outputOf: OutputNamer): string {
  const odd = segments.find((segment) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(segment));
  const [root, node, ...rest] = segments;
  if (root === "node_outputs" && node !== undefined) {
    const output = outputOf(node);
    if (output === undefined) throw new Unspeakable(`nothing stands for the output of \`${node}\``);
    if (rest.some((segment) => segment === odd)) throw oddName(odd);
    return [output, ...rest].join(".");
  }
  if (odd !== undefined) throw oddName(odd);
  if (root === "input") return ["vars", ...segments].join(".");
  throw new Unspeakable(`\`${segments.join(".")}\` has no word in \`.iter\``);
}

function oddName(name = ""): Unspeakable {
  return new Unspeakable(`\`${name}\` is no name in \`.iter\``);
}

function quote(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
  return `'${escaped.replaceAll("\n", "\\n").replaceAll("\t", "\\t")}'`;
}
