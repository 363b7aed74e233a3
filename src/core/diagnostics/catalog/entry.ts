/** What the catalog knows of a code, and how its sentences are put together. */
import type { Severity } from "../diagnostic.ts";

/** One code: what is said when it is found, and the page that `iter explain` prints. */
export interface CatalogEntry<Holes> {
  readonly severity: Severity;
  /** The fault in a few words. */
  readonly title: string;
  /** One sentence that states the fact, names in backticks, with a full stop. */
  readonly message: (holes: Holes) => string;
  /** One imperative that would work if pasted. */
  readonly help: (holes: Holes) => string;
  /** Why it is a fault and what to do about it. */
  readonly explanation: string;
  /** A whole file in which the code occurs. */
  readonly bad: string;
  /** A whole file in which it doesn't. */
  readonly good: string;
}

/** Entries for codes, given what each code's sentences need to be told. */
export type CatalogEntries<HolesByCode> = {
  readonly [Code in keyof HolesByCode]: CatalogEntry<HolesByCode[Code]>;
};

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
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, " "))
    .join("\n\n");
}

/** Names in backticks with commas; the last one behind `or` (or another word). */
export function listNames(names: readonly string[], conjunction = "or"): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop() ?? "nothing";
  return quoted.length === 0 ? last : `${quoted.join(", ")} ${conjunction} ${last}`;
}

/** `a` or `an` before a word. */
export function withArticle(word: string): string {
  return /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`;
}

/** A sentence's beginning. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
