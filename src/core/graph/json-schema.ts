/** Schemas as JSON Schema, for the structured answers of models. */
import type { FieldType, Schema, SchemaField } from "./graph.ts";
import { isFields } from "./value.ts";
import type { Fields, Value } from "./value.ts";

/**
 * The JSON Schema of a schema: all fields required, no others, so that strict modes take it.
 * A `json` field is a schema without a type; see `closeJsonSchema` for providers that refuse it.
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

/** A schema in which every property has a type, and the names of those that are JSON text in it. */
export interface ClosedJsonSchema {
  readonly schema: Fields;
  readonly asText: readonly string[];
}

/**
 * A schema for strict modes: properties that may be anything become text that holds JSON.
 * `openAnswer` turns an answer back.
 */
export function closeJsonSchema(schema: Fields): ClosedJsonSchema {
  const { properties } = schema;
  if (!isFields(properties)) return { schema, asText: [] };
  const asText = Object.entries(properties).flatMap(([name, property]) =>
    isFields(property) && isOpen(property) ? [name] : [],
  );
  if (asText.length === 0) return { schema, asText };
  const closed = Object.entries(properties).map(([name, property]): [string, Value] => [
    name,
    asText.includes(name) ? jsonText : property,
  ]);
  return { schema: { ...schema, properties: Object.fromEntries(closed) }, asText };
}

/** An answer to a closed schema, with the JSON texts in it read; text that is no JSON stays text. */
export function openAnswer(answer: Value, { asText }: ClosedJsonSchema): Value {
  if (!isFields(answer) || asText.length === 0) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [
      name,
      asText.includes(name) && typeof value === "string" ? readJson(value) : value,
    ]),
  );
}

const jsonText: Fields = { type: "string", description: "Any JSON value, written as JSON text." };

function fieldSchema({ type, enum: allowed }: SchemaField): Fields {
  const text: Fields =
    allowed === undefined ? { type: "string" } : { type: "string", enum: allowed };
  return type === "string[]"
    ? { type: "array", items: text }
    : type === "string"
      ? text
      : plain[type];
}

const plain: Readonly<Record<Exclude<FieldType, "string" | "string[]">, Fields>> = {
  bool: { type: "boolean" },
  int: { type: "integer" },
  float: { type: "number" },
  json: { description: "Any JSON value." },
};

function isOpen(property: Fields): boolean {
  return !["type", "enum", "const", "anyOf", "oneOf", "allOf", "$ref"].some(
    (key) => property[key] !== undefined,
  );
}

function readJson(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text;
  }
}
