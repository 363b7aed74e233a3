/** Draws the README's table of what nodes flows have, from the kinds themselves. */
import { flowKinds } from "#core/flow.ts";
import type { FlowField, FlowForm } from "#core/graph/flow-form.ts";

/** The table: each kind as flows call it, what it does, its fields, and the ways out of it. */
export function drawFlowKinds(): string {
  const rows = flowKinds.flatMap(({ flow, summary }) =>
    flow === undefined ? [] : [drawRow(flow, summary)],
  );
  return ["| Kind | Does | Fields | Edges |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function drawRow({ type, aliases = [], fields }: FlowForm, summary: string): string {
  const words = [type, ...aliases].map(code).join(", ");
  const own = fields.filter(({ form }) => !isEdge(form));
  const edges = fields.filter(({ form }) => isEdge(form));
  return `| ${[words, summary, own.map(name).join(", "), edges.map(name).join(", ")].join(" | ")} |`;
}

function isEdge(form: FlowField["form"]): boolean {
  return form === "edge" || form === "edges" || form === "routes";
}

/** What may be left out has a question mark; words say which there are. */
function name({ name: field, optional, words = [] }: FlowField): string {
  const choice = words.length === 0 ? "" : ` (${words.map(code).join(", ")})`;
  return `${code(field)}${optional === true ? "?" : ""}${choice}`;
}

function code(text: string): string {
  return `\`${text}\``;
}
