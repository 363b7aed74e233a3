/** The job's variables: a YAML or JSON mapping, as a plan takes them. */
import { isFields } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import { Refusal } from "#core/run/failure.ts";
import type { GivenVariable } from "#core/run/plan.ts";

/** Reads the mapping; texts are converted by the variables' types, as on the command line. */
export async function readVariables(text: string): Promise<GivenVariable[]> {
  if (text.trim() === "") return [];
  const { parseDocument } = await import("yaml");
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined)
    throw refuse(`\`vars\` is no YAML: ${error.message.split("\n")[0] ?? ""}`);
  const value = readJson(document.toJS());
  if (value === null) return [];
  if (!isFields(value)) throw refuse("`vars` is no mapping of names to values.");
  return Object.entries(value).map(([name, each]) =>
    typeof each === "string" ? { name, text: each } : { name, value: each },
  );
}

function readJson(value: unknown): Value {
  return JSON.parse(JSON.stringify(value ?? null)) as Value;
}

function refuse(message: string): Refusal {
  return new Refusal("INPUT_INVALID", message, {
    errors: [{ field: "vars", message }],
    hint: "write one `name: value` a line",
  });
}
