/** What rules work out of a file and share: kept with the file, and gone with it. */
import type { Lowered } from "#core/languages/language.ts";

/**
 * A function that works once for each lowered file and then gives the same result again.
 *
 * No WeakMap: what it keeps outlives its key until the collector goes through all of the memory.
 */
export function oncePerFile<Result>(
  work: (lowered: Lowered) => Result,
): (lowered: Lowered) => Result {
  // What is kept under a function is what it gave.
  const readKnown = (found: { readonly result: unknown }): Result => found.result as Result;
  return (lowered) => {
    const found = lowered.known.get(work);
    if (found !== undefined) return readKnown(found);
    const result = work(lowered);
    lowered.known.set(work, { result });
    return result;
  };
}
