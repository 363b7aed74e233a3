/** The job's variables: a YAML or JSON mapping, as a plan takes them. */
import { isFields } from "#core/graph/value.ts";
import { Refusal } from "#core/run/failure.ts";
import type { GivenVariable } from "#core/run/plan.ts";
import { readData } from "./data.ts";

/** Reads the mapping; texts are converted by the variables' types, as on the command line. */
export async function readVariables(text: string): Promise<GivenVariable[]> {
  if (text.trim() === "") return [];
  const data = await readData(text);
  if ("fault" in data) throw refuse(`\`vars\` can't be read: ${data.fault}.`);
  if (data.value === null) return [];
  if (!isFields(data.value)) throw refuse("`vars` is no mapping of names to values.");
  return Object.entries(data.value).map(([name, each]) =>
    typeof each === "string" ? { name, text: each } : { name, value: each },
  );
}

function refuse(message: string): Refusal {
  return new Refusal("INPUT_INVALID", message, {
    errors: [{ field: "vars", message }],
    hint: "write one `name: value` a line",
  });
}
