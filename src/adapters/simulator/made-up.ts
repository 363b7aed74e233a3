/**
 * Answers that are made up from the node alone, always the same: they fit the schema and steer the
 * run to `done`. Spec: runtime §27.1.
 */
import type { GraphNode, SchemaField } from "#core/graph/graph.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { outputFields, propertyOf } from "./graph-map.ts";
import type { GraphMap } from "./graph-map.ts";
import { steer } from "./steer.ts";
import type { ExpressionReader } from "./steer.ts";

/** What a model or delegate answers for a node: an object, or plain text if no schema asks for one. */
export function makeUpAnswer(
  map: GraphMap,
  reader: ExpressionReader,
  call: { readonly nodeId: string; readonly schema: Fields | null },
): Fields | string {
  const node = map.node(call.nodeId);
  if (propertyOf(node, "answer") === "text") return `simulated answer of ${call.nodeId}`;
  if (call.schema === null) return call.nodeId;
  if (node?.kind === "router") return chooseTargets(map, node);
  const answer = fill(map, reader, call.nodeId, readFields(call.schema));
  const asksPerson = propertyOf(node, "interaction") === "llm_or_human";
  return asksPerson && "needs_human_input" in answer
    ? { ...answer, needs_human_input: false }
    : answer;
}

/** What a tool node's program prints: an object that fits the node's schema, or nothing. */
export function makeUpOutput(map: GraphMap, reader: ExpressionReader, nodeId: string): string {
  const fields = outputFields(map, map.node(nodeId));
  return fields === undefined ? "" : JSON.stringify(fill(map, reader, nodeId, fields));
}

function fill(
  map: GraphMap,
  reader: ExpressionReader,
  nodeId: string,
  fields: readonly SchemaField[],
): Fields {
  const usual = Object.fromEntries(fields.map((field) => [field.name, usualValue(nodeId, field)]));
  return { ...usual, ...steer(map, nodeId, { fields, usual, reader }) };
}

function usualValue(nodeId: string, { name, type, enum: words }: SchemaField): Value {
  switch (type) {
    case "bool":
      return true;
    case "int":
    case "float":
      return 1;
    case "string":
      return words?.[0] ?? `${nodeId}.${name}`;
    case "string[]":
      return [];
    case "json":
      return {};
  }
}

/** A model-chosen route: the target with the shortest way to `done`, or all of them. */
function chooseTargets(map: GraphMap, node: GraphNode): Fields {
  const edges = map.edges(node.id);
  const reasoning = `${node.id}.reasoning`;
  if (propertyOf(node, "multi") === true) {
    return { selected_routes: [...new Set(edges.map(({ to }) => to))], reasoning };
  }
  return { selected_route: map.nearest(edges)[0]?.to ?? "", reasoning };
}

/** The fields that a JSON Schema of an object lists. */
function readFields(schema: Fields): SchemaField[] {
  const properties = schema["properties"];
  if (!isFields(properties)) return [];
  return Object.entries(properties).map(([name, property]) => {
    const { type, enum: words } = isFields(property) ? property : {};
    const texts = isList(words) ? words.filter((word) => typeof word === "string") : [];
    return { name, type: typeOf(type), ...(texts.length > 0 && { enum: texts }) };
  });
}

function typeOf(type: Value | undefined): SchemaField["type"] {
  return typeof type === "string" ? (fieldTypes[type] ?? "json") : "json";
}

const fieldTypes: Readonly<Record<string, SchemaField["type"] | undefined>> = {
  boolean: "bool",
  integer: "int",
  number: "float",
  string: "string",
  array: "string[]",
};
