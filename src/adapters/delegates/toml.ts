/** Writes TOML, as far as settings need it. */
import { isFields, isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";

/**
 * One line a setting, tables inline; what is null is left out.
 *
 * @example
 * writeToml({ model: "gpt-5", tools: { web: false } }); // 'model = "gpt-5"\ntools = {"web" = false}\n'
 */
export function writeToml(settings: Fields): string {
  return Object.entries(settings)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} = ${writeValue(value)}\n`)
    .join("");
}

function writeValue(value: Value): string {
  if (isList(value)) return `[${value.map(writeValue).join(", ")}]`;
  if (isFields(value)) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== null);
    return `{${entries.map(([name, inner]) => `${quote(name)} = ${writeValue(inner)}`).join(", ")}}`;
  }
  return typeof value === "string" ? quote(value) : String(value);
}

/** A text of JSON is one of TOML, but for half characters and DEL. */
function quote(text: string): string {
  return JSON.stringify(text.toWellFormed()).replaceAll("\u007f", "\\u007f");
}
