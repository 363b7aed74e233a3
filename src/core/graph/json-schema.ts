/** Schemas as JSON Schema, for the structured answers of models. */
import type { FieldType, Schema, SchemaField } from "./graph.ts";
import type { Fields } from "./value.ts";

/**
 * The JSON Schema of a schema: all fields required, no others, so that strict modes take it.
 * A `json` field is a schema without a type.
 */
export function toJsonSchema(schema: Schema): Fields {
  return objectSchema(
    schema.fields
      .filter(({ name }) => !name.startsWith("_"))
      .map((field) => [field.name, fieldSchema(field)]),
  );
}

/** The JSON Schema of an object with exactly these properties. */
export function objectSchema(properties: readonly (readonly [string, Fields])[]): Fields {
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    required: properties.map(([name]) => name),
    additionalProperties: false,
  };
}

function fieldSchema({ type, enum: allowed }: SchemaField): Fields {
  const text: Fields =
    allowed === undefined ? { type: "string" } : { type: "string", enum: allowed };
  if (type === "string[]") return { type: "array", items: text };
  return type === "string" ? text : plain[type];
}

const plain: Readonly<Record<Exclude<FieldType, "string" | "string[]">, Fields>> = {
  bool: { type: "boolean" },
  int: { type: "integer" },
  float: { type: "number" },
  json: { description: "Any JSON value." },
};
