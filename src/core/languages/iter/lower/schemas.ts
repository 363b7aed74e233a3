/** Schemas. */
import type { Schema, SchemaField } from "#core/graph/graph.ts";
import type { FieldSyntax, SchemaSyntax } from "#core/languages/iter/syntax.ts";
import { ignoring, say } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { splitByName, readType } from "./variables.ts";

/** The data contract that a schema declares. */
export function lowerSchema(scope: Scope, syntax: SchemaSyntax): Schema {
  const { first, repeated } = splitByName(scope, syntax.fields, (name) => `${name}_2: …`);
  for (const field of repeated) lowerField(ignoring(scope), field);
  return { name: syntax.name.text, fields: first.map((field) => lowerField(scope, field)) };
}

function lowerField(scope: Scope, field: FieldSyntax): SchemaField {
  const name = field.name.text;
  const type = readType(scope, field.type);
  if (type === null || field.enum === null) return { name, type: type ?? "json" };
  if (type === "string" || type === "string[]")
    return { name, type, enum: field.enum.values.map((value) => value.text) };
  say(scope, "C120", field.enum.keyword, { type });
  return { name, type };
}
