/** What a model calls a tool with. */
import { parseJson } from "#core/graph/depth.ts";
import type { Value } from "#core/graph/value.ts";

/** The arguments of a call; JSON that is broken or nests too deep is handed on as text, for the tool to refuse. */
export function readArguments(text: string): Value {
  if (text.trim() === "") return {};
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
