/** Times of a schedule as workflow files write them. */

interface Field {
  readonly least: number;
  readonly most: number;
  /** Words that stand for the numbers from the least. */
  readonly words?: readonly string[];
}

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const days = "sun mon tue wed thu fri sat".split(" ");

const fields: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, words: months },
  { least: 0, most: 6, words: days },
];

/**
 * True for minute, hour, day, month and weekday as GitHub reads them.
 *
 * @example
 * isCron("17 5 * * 1"); // true
 */
export function isCron(text: string): boolean {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== fields.length) return false;
  return fields.every((field, index) =>
    (parts[index] ?? "").split(",").every((part) => fits(part, field)),
  );
}

function fits(part: string, field: Field): boolean {
  const [span = "", step = "1", ...more] = part.split("/");
  if (more.length > 0 || !/^[1-9]\d*$/.test(step)) return false;
  if (span === "*") return true;
  const ends = span.split("-").map((end) => toNumber(end, field));
  const [first, last = first] = ends;
  if (ends.length > 2 || first === undefined || last === undefined) return false;
  return first >= field.least && first <= last && last <= field.most;
}

function toNumber(end: string, { least, words = [] }: Field): number | undefined {
  const word = words.indexOf(end.toLowerCase());
  if (word >= 0) return word + least;
  return /^\d{1,2}$/.test(end) ? Number(end) : undefined;
}
