/** Values that nest. */
import type { Value } from "#core/graph/value.ts";

/** JSON text of lists in lists. */
export function nestedText(levels: number): string {
  return "[".repeat(levels) + "]".repeat(levels);
}

/** Lists in lists. */
export function nested(levels: number): Value {
  return JSON.parse(nestedText(levels)) as Value;
}
