/** Reads data that a job writes by hand, YAML or JSON. */
import type { Value } from "#core/graph/value.ts";

/** The value of a text, or the first thing that is wrong with it. */
export async function readData(
  text: string,
): Promise<{ readonly value: Value } | { readonly fault: string }> {
  const { parseDocument } = await import("yaml");
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) return { fault: (error.message.split("\n")[0] ?? "").replace(/:$/, "") };
  try {
    // Through JSON, since YAML knows values that JSON has not; few aliases, since they multiply.
    const data: unknown = document.toJS({ maxAliasCount: 100 });
    return { value: JSON.parse(JSON.stringify(data ?? null)) as Value };
  } catch (fault) {
    return { fault: fault instanceof Error ? fault.message : String(fault) };
  }
}
