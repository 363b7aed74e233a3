/** What detailed labels of nodes say, line by line. */
import type { Drawing, DrawingDetail } from "#core/graph/drawing.ts";
import { printDuration } from "#core/graph/duration.ts";
import type { Graph, GraphNode, Schema, TemplatePart } from "#core/graph/graph.ts";
import { printTemplate } from "#core/graph/reference.ts";
import { isFields, isList, toText } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { cutText } from "./label.ts";

/** How much a diagram says. */
export type DiagramView = "compact" | "detailed" | "full";

const fullDetails: readonly DrawingDetail[] = [
  { label: "system", field: "system" },
  { label: "user", field: "user" },
  { label: "tools", field: "tools" },
  { label: "tool_policy", field: "toolPolicy" },
  { label: "tool_max_steps", field: "toolMaxSteps", unless: 0 },
  { label: "reasoning_effort", field: "reasoningEffort" },
  { label: "readonly", field: "readonly" },
  { label: "timeout", field: "timeoutMs" },
  { label: "retry", field: "retry" },
  { label: "instructions", field: "instructions" },
];

/** The lines below a node's name. */
export function nodeLines(
  graph: Graph,
  node: GraphNode,
  drawing: Drawing,
  view: DiagramView,
): string[] {
  if (view === "compact") return [];
  const fields = readNode(node);
  const details = [...(drawing.details ?? []), ...(view === "full" ? fullDetails : [])];
  const awaited = printAwait(fields["await"] ?? null);
  return [
    ...details.flatMap((detail) => printDetail(graph, fields, detail, view)),
    ...(awaited === undefined ? [] : [`await: ${awaited}`]),
  ];
}

function printDetail(
  graph: Graph,
  fields: Fields,
  detail: DrawingDetail,
  view: DiagramView,
): string[] {
  const value = fields[detail.field] ?? null;
  if (value === null || value === false || value === detail.unless) return [];
  if (detail.field === "expressions" && view === "full") return printExpressions(value);
  const text =
    detail.template === true ? printFirstLine(value) : printValue(graph, detail, value, view);
  const cut = detail.template === true && view === "detailed" ? cutText(text) : text;
  return [`${detail.label}: ${cut}`];
}

function printValue(
  graph: Graph,
  { field }: DrawingDetail,
  value: Value,
  view: DiagramView,
): string {
  if (isList(value)) return value.length === 0 ? "none" : value.map(printItem).join(", ");
  if (field === "timeoutMs" && typeof value === "number") return printDuration(value);
  if (isFields(value)) return printItem(value);
  const isSchema = view === "full" && (field === "input" || field === "output");
  return isSchema ? printSchema(graph.schemas, toText(value)) : toText(value);
}

/** An item of a list, or an object such as a retry, by what names or counts it. */
function printItem(item: Value): string {
  if (!isFields(item)) return toText(item);
  return toText(item["name"] ?? item["max"] ?? item);
}

function printSchema(schemas: readonly Schema[], name: string): string {
  const schema = schemas.find((each) => each.name === name);
  if (schema === undefined) return name;
  return `${name} (${schema.fields.map((field) => `${field.name}: ${field.type}`).join(", ")})`;
}

function printExpressions(value: Value): string[] {
  if (!isList(value)) return [];
  return value
    .filter(isFields)
    .map((entry) => `${toText(entry["name"] ?? null)} = ${toText(entry["expression"] ?? null)}`);
}

function printFirstLine(value: Value): string {
  const text = isList(value) ? printTemplate(value.map(readPart)) : toText(value);
  return text.trim().split(/\r?\n/, 1)[0] ?? "";
}

function printAwait(value: Value): string | undefined {
  if (isFields(value)) return `quorum ${toText(value["quorum"] ?? null)}`;
  return value === null ? undefined : toText(value);
}

function readPart(part: Value): TemplatePart {
  if (!isFields(part)) return toText(part);
  return { ref: isList(part["ref"]) ? part["ref"].map(toText) : [] };
}

/** A node with the fields of its kind, as plain JSON. */
function readNode(node: GraphNode): Fields {
  return JSON.parse(JSON.stringify(node)) as Fields;
}
