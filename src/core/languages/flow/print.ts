/** A document as canonical JSON. Spec: flow §4. */
import type { Value } from "#core/graph/value.ts";
import type { FlowDocument } from "./document.ts";

/** Two-space indentation, fields in canonical order, absent optional fields as null. */
export function printFlow({ version, name, nodes }: FlowDocument): string {
  const written = nodes.map(({ id, type, kind, fields }): Value => {
    const own = kind.flow.fields.map((field) => [field.name, fields[field.name] ?? null] as const);
    return { id, type, ...Object.fromEntries(own) };
  });
  return `${JSON.stringify({ version, name, nodes: written }, null, 2)}\n`;
}
