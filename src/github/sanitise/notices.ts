/** Breaks what GitHub acts upon when it reads text: mentions, and words that close issues. */

/** The only hidden character that Iter writes. */
const breaker = "\u200B";

const mention = /(?<![A-Za-z0-9_])@([A-Za-z0-9][A-Za-z0-9-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)?)/g;
const keyword =
  /(?<![A-Za-z0-9_])([cfr])(lose[sd]?|ix(?:es|ed)?|esolve[sd]?)(?=\s*:?\s*(?:#\d|[\w.-]+\/[\w.-]+#\d|GH-\d|https?:\/\/\S+\/(?:issues|pull)\/\d))/gi;

/** A zero-width space behind every `@` that would call somebody who may not be called. */
export function breakMentions(text: string, allowed: readonly string[]): string {
  const names = new Set(allowed.map((name) => name.replace(/^@/, "").toLowerCase()));
  return text.replaceAll(mention, (whole, name: string) =>
    names.has(name.toLowerCase()) ? whole : `@${breaker}${name}`,
  );
}

/** A zero-width space in every word that would close an issue. */
export function breakKeywords(text: string): string {
  return text.replaceAll(keyword, `$1${breaker}$2`);
}
