/** Puts the schema of an answer into the form that providers' schema modes demand. */
import { isFields, isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";

/**
 * The schema with every object closed and every field required, or undefined if a field may be
 * anything: strict modes have no free-form values.
 */
export function toStrictSchema(schema: Fields): Fields | undefined {
  const strict = tighten(schema);
  return isFields(strict) ? strict : undefined;
}

/** What a model is told where there is no schema mode that fits. */
export function describeSchema(schema: Fields): string {
  return `Answer with exactly one JSON object, and nothing before or after it, that fits this JSON Schema:\n${JSON.stringify(schema)}`;
}

function tighten(schema: Value | undefined): Fields | undefined {
  if (!isFields(schema)) return undefined;
  const { type, description, enum: words } = schema;
  const about = {
    ...(typeof description === "string" && { description }),
    ...(isList(words) && { enum: words }),
  };
  if (type === "object") return tightenObject(schema, about);
  if (type === "array") {
    const items = tighten(schema["items"]);
    return items && { type, ...about, items };
  }
  const scalar = typeof type === "string" && scalars.has(type);
  return scalar ? { type, ...about } : undefined;
}

const scalars: ReadonlySet<string> = new Set(["string", "boolean", "integer", "number", "null"]);

function tightenObject({ properties }: Fields, about: Fields): Fields | undefined {
  if (!isFields(properties)) return undefined;
  const strict: Record<string, Fields> = {};
  for (const [name, property] of Object.entries(properties)) {
    const tightened = tighten(property);
    if (tightened === undefined) return undefined;
    strict[name] = tightened;
  }
  return {
    type: "object",
    ...about,
    properties: strict,
    required: Object.keys(strict),
    additionalProperties: false,
  };
}
