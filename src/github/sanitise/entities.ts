/** Decodes entities once. */

const form = /&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]+));/g;

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/** Entities of characters that can't be seen. */
const invisible: ReadonlySet<string> = new Set([
  "shy",
  "zwj",
  "zwnj",
  "lrm",
  "rlm",
  "ZeroWidthSpace",
  "NoBreak",
  "NegativeMediumSpace",
  "NegativeThickSpace",
  "NegativeThinSpace",
  "NegativeVeryThinSpace",
  "ApplyFunction",
  "af",
  "InvisibleTimes",
  "it",
  "InvisibleComma",
  "ic",
]);

/** Numeric entities and the few that everybody writes; those of invisible characters go. */
export function decodeEntities(text: string): string {
  return text.replaceAll(form, (whole: string, decimal?: string, hex?: string, word?: string) => {
    if (decimal !== undefined) return toCharacter(Number(decimal));
    if (hex !== undefined) return toCharacter(Number.parseInt(hex, 16));
    const name = word ?? "";
    if (invisible.has(name)) return "";
    return Object.hasOwn(named, name) ? (named[name] ?? whole) : whole;
  });
}

function toCharacter(code: number): string {
  const impossible = code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
  return impossible ? "" : String.fromCodePoint(code);
}
