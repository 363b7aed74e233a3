/** A small table of Markdown: no blanks that nobody sees, numbers to the right. */

/** A head, the columns that hold numbers, and rows. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: ReadonlySet<string> = new Set(),
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = `|${head.map((name) => (numbers.has(name) ? "--:" : "---")).join("|")}|`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}
