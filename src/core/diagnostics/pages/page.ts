/** What a page about a code says, and how its texts are written. */

/** The page that `iter explain` prints. */
export interface Page {
  /** The fault in a few words. */
  readonly title: string;
  /** Why it is a fault and what to do about it. */
  readonly explanation: string;
  /** A whole file in which the code occurs. */
  readonly bad: string;
  /** A whole file in which it doesn't. */
  readonly good: string;
}

/** A page for each code of a part of the catalog. */
export type Pages<HolesByCode> = { readonly [Code in keyof HolesByCode]: Page };

/** A snippet without the indentation it has in the code. */
export function snippet(parts: TemplateStringsArray): string {
  const lines = parts.join("").replace(/^\n/, "").trimEnd().split("\n");
  const depths = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const depth = Math.min(...depths);
  return lines.map((line) => line.slice(depth) + "\n").join("");
}

/** A paragraph of a page: line breaks become blanks. */
export function prose(parts: TemplateStringsArray): string {
  return parts
    .join("")
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim().replace(/\s*\n\s*/g, " "))
    .join("\n\n");
}
