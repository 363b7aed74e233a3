/** What counts as true. */
import { isList } from "../value.ts";
import type { Value } from "../value.ts";

/** False for false, null, 0, and empty strings, lists and objects; true for everything else. */
export function isTrue(value: Value): boolean {
  if (typeof value !== "object" || value === null) return Boolean(value);
  return isList(value) ? value.length > 0 : Object.keys(value).length > 0;
}
