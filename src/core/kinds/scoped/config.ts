/** Fields of a flow's node; the reader has checked what they are. */
import type { GraphNode } from "#core/graph/graph.ts";
import { isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";

/** A field as a text; empty if it is none. */
export function textField(node: GraphNode, name: string): string {
  const value = readFields(node)[name];
  return typeof value === "string" ? value : "";
}

/** A field as a number; null if it is absent. */
export function numberField(node: GraphNode, name: string): number | null {
  const value = readFields(node)[name];
  return typeof value === "number" ? value : null;
}

/** A field as texts. */
export function textsField(node: GraphNode, name: string): readonly string[] {
  const value = readFields(node)[name];
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}

/** A field as it is. */
export function valueField(node: GraphNode, name: string): Value {
  return readFields(node)[name] ?? null;
}

function readFields(node: GraphNode): Fields {
  return node as unknown as Fields;
}
