/**
 * How deep values from outside may nest.
 *
 * A value is gone through level by level wherever it is redacted, recorded or shown, and a text of a
 * few thousand brackets is more than that can take; so it is refused where it comes in.
 */
import { isFields } from "./value.ts";
import type { Fields, Value } from "./value.ts";

/** So many levels of lists and objects; an empty list is one. */
export const deepestValue = 500;

/** So many more may be put around such a value, as `nodes.review.0.output`. */
export const wrapping = 8;

/** What is wrong with a value that nests deeper, as the end of a sentence that begins with its name. */
export const tooDeep = "nests deeper than 500 levels";

/** JSON that nests too deep. */
export class TooDeep extends Error {
  constructor() {
    super(`it ${tooDeep}`);
  }
}

/** True for a value of more levels; it is looked at no deeper than that. */
export function isTooDeep(value: unknown, levels: number = deepestValue): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((item) => isTooDeep(item, levels - 1));
  return Object.values(value).some((item) => isTooDeep(item, levels - 1));
}

/** An object with a text in place of whatever lies deeper; the same object if nothing does. */
export function cutDepth(fields: Fields, levels: number = deepestValue): Fields {
  return isTooDeep(fields, levels) ? cutFields(fields, levels) : fields;
}

/**
 * The value of a JSON text from outside.
 *
 * @throws SyntaxError for what is no JSON, and TooDeep for what nests too deep.
 */
export function parseJson(text: string): Value {
  const value = JSON.parse(text) as Value;
  // Each level takes two brackets.
  if (text.length > 2 * deepestValue && isTooDeep(value)) throw new TooDeep();
  return value;
}

/** True for a text that would be JSON if it nested less. */
export function isDeepJson(text: string): boolean {
  try {
    parseJson(text);
    return false;
  } catch (error) {
    return error instanceof TooDeep;
  }
}

function cutFields(fields: Fields, levels: number): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, item]) => [name, cutValue(item, levels - 1)]),
  );
}

function cutValue(value: Value, levels: number): Value {
  if (typeof value !== "object" || value === null) return value;
  if (levels === 0) return "…[nested too deep]";
  if (isFields(value)) return cutFields(value, levels);
  return value.map((item) => cutValue(item, levels - 1));
}
