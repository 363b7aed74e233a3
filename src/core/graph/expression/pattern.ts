/** The regular expressions of `matches`. */

/** Says what is wrong with a pattern, or undefined. */
export function findPatternFault(pattern: string): string | undefined {
  try {
    new RegExp(pattern, "u");
    return undefined;
  } catch {
    return "is no regular expression";
  }
}

/** True if a pattern is found in a text. */
export function matchesPattern(text: string, pattern: string): boolean {
  return new RegExp(pattern, "u").test(text);
}
