/** What to write in place of a name that isn't there. */
import { didYouMean } from "#core/text/suggest.ts";

/** The nearest known name, or the first few of them. */
export function nearest(name: string, known: readonly string[], what: string): string {
  if (known.length === 0) return `remove it; the workflow has no ${what}s`;
  const some = known.slice(0, 8).map((one) => `\`${one}\``);
  return didYouMean(name, known, `use one of ${some.join(", ")}`);
}
