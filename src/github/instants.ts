/** Points in time as the API writes them, compared without a clock. */

const form = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z$/;

/** True if the first is before the second; undefined if one of them can't be read. */
export function isBefore(one: string, other: string): boolean | undefined {
  const [a, b] = [sortKey(one), sortKey(other)];
  return a === undefined || b === undefined ? undefined : a < b;
}

function sortKey(text: string): string | undefined {
  const [, whole, fraction = ""] = form.exec(text) ?? [];
  return whole === undefined ? undefined : `${whole}.${fraction.padEnd(9, "0")}`;
}
