/** What the catalog knows of a code, and how its sentences are put together. */
import type { Severity } from "../diagnostic.ts";

/** One code: what is said when it is found. */
export interface CatalogEntry<Holes> {
  readonly severity: Severity;
  /** One sentence that states the fact, names in backticks, with a full stop. */
  readonly message: (holes: Holes) => string;
  /** One imperative that would work if pasted. */
  readonly help: (holes: Holes) => string;
}

/** Entries for codes, given what each code's sentences need to be told. */
export type CatalogEntries<HolesByCode> = {
  readonly [Code in keyof HolesByCode]: CatalogEntry<HolesByCode[Code]>;
};

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
