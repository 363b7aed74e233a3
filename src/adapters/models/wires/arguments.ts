/** What a model calls a tool with. */
import type { Value } from "#core/graph/value.ts";

/** The arguments of a call; broken JSON is handed on as text, for the tool to refuse. */
export function readArguments(text: string): Value {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text;
  }
}
