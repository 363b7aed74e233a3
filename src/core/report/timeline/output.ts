/** What an output says, in a few words. */
import { isFields, toText } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";

/** Its `summary`, `reasoning` or `text`, else what it decides: its bools and numbers. */
export function tellOutput(output: Value): string | undefined {
  if (!isFields(output)) return undefined;
  const text = ["summary", "reasoning", "text"]
    .map((key) => output[key])
    .find((value) => typeof value === "string" && value.trim() !== "");
  if (typeof text === "string") return text.trim();
  const verdict = Object.entries(output).filter(
    ([name, value]) =>
      !name.startsWith("_") && (typeof value === "boolean" || typeof value === "number"),
  );
  return verdict.length === 0
    ? undefined
    : verdict.map(([name, value]) => `${name}: ${toText(value)}`).join(", ");
}
