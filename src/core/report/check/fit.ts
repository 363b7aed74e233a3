/**
 * Whether a value is as a case expects it.
 *
 * Objects fit if every expected key fits, others may be there; lists fit item by item. `$exact`,
 * `$absent` and `$contains` stand for stricter or looser demands.
 */
import { toCanonicalJson } from "#core/graph/hash.ts";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";

/** The path of the first place that doesn't fit (`.data.code`, empty for the whole), or null. */
export function misfit(expected: Value, actual: Value | undefined, path = ""): string | null {
  if (isFields(expected)) return misfitOfFields(expected, actual, path);
  if (Array.isArray(expected)) return misfitOfList(expected, actual, path);
  return expected === actual ? null : path;
}

/** True if the value fits. */
export function fits(expected: Value, actual: Value | undefined): boolean {
  return misfit(expected, actual) === null;
}

function misfitOfFields(expected: Fields, actual: Value | undefined, path: string): string | null {
  if (expected["$absent"] === true) return actual === undefined ? null : path;
  if (expected["$exact"] !== undefined) return equal(expected["$exact"], actual) ? null : path;
  if (expected["$contains"] !== undefined) {
    return contains(expected["$contains"], actual) ? null : path;
  }
  if (!isFields(actual)) return path;
  for (const [key, value] of Object.entries(expected)) {
    const found = misfit(
      value,
      Object.hasOwn(actual, key) ? actual[key] : undefined,
      `${path}.${key}`,
    );
    if (found !== null) return found;
  }
  return null;
}

function misfitOfList(
  expected: readonly Value[],
  actual: Value | undefined,
  path: string,
): string | null {
  if (!Array.isArray(actual) || actual.length !== expected.length) return path;
  for (const [index, value] of expected.entries()) {
    const found = misfit(value, (actual as readonly Value[])[index], `${path}.${index}`);
    if (found !== null) return found;
  }
  return null;
}

/** Equal as JSON: numbers by value, keys in any order. */
function equal(expected: Value, actual: Value | undefined): boolean {
  return actual !== undefined && toCanonicalJson(expected) === toCanonicalJson(actual);
}

function contains(wanted: Value, actual: Value | undefined): boolean {
  if (typeof actual !== "string") return false;
  const texts = Array.isArray(wanted) ? wanted : [wanted];
  return texts.every((text) => typeof text === "string" && actual.includes(text));
}
