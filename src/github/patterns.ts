/** Patterns for branches and paths as workflow files have them. */

/** True if a name fits: the last pattern that says something about it decides, `!` excludes. */
export function fitsPatterns(name: string, patterns: readonly string[]): boolean {
  let fits = false;
  for (const pattern of patterns) {
    const excludes = pattern.startsWith("!");
    if (toPattern(excludes ? pattern.slice(1) : pattern).test(name)) fits = !excludes;
  }
  return fits;
}

/** `*` within a part, `**` over parts, `?` and `+` for the character before them, `[…]` for one of several. */
function toPattern(text: string): RegExp {
  const source = text.replaceAll(
    /\*\*\/|\*\*|\*|\\.|\[[^\]]+\]|[?+]|[.^$(){}|[\]\\]/g,
    (piece: string) => {
      if (piece === "**/") return "(?:.*/)?";
      if (piece === "**") return ".*";
      if (piece === "*") return "[^/]*";
      if (piece.length > 1 || piece === "?" || piece === "+") return piece;
      return `\\${piece}`;
    },
  );
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return /(?!)/;
  }
}
