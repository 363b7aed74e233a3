/**
 * Escapes of all kinds, undone: those of URLs, of JSON and of the programs that write their own.
 *
 * Each reads on its own, so it makes no difference which characters a program escapes, in which
 * letter case, or whether several programs had a hand in it.
 */

const hex = "[0-9A-Fa-f]";

/** A byte: of a URL (`%2F`), or of a text in quotes (`\x2f`). */
const byte = String.raw`(?:%|\\x)`;
const later = `${byte}[89ABab]${hex}`;

/** One character of UTF-8; of one byte above 127 that is none, what it is in Latin 1. */
const bytes = `${byte}(?:[0-7]${hex}|[CDcd]${hex}${later}|[Ee]${hex}(?:${later}){2}|[Ff][0-7](?:${later}){3})|\\\\x${hex}{2}`;

/** By its number. */
const numbered = String.raw`\\u${hex}{4}|\\u\{${hex}{1,6}\}|\\U${hex}{8}`;

/** By a letter, or with a backslash before what would mean something else. */
const named = String.raw`\\[^A-Zac-eg-mo-qsu-z0-9\r\n]`;

const pattern = new RegExp(`${named}|${bytes}|${numbered}`, "g");

const letters: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** What of a text was put in place of what. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

/** True for a text in which there may be escapes. */
export function hasEscapes(text: string): boolean {
  return text.includes("\\") || text.includes("%");
}

/** A text without the outermost escapes. */
export function undoEscapes(text: string): string {
  return hasEscapes(text) ? text.replace(pattern, undoOne) : text;
}

/** What that does to a text. */
export function editsOfEscapes(text: string): Edit[] {
  return Array.from(text.matchAll(pattern), ({ 0: found, index }) => ({
    from: index,
    to: index + found.length,
    by: undoOne(found),
  }));
}

function undoOne(found: string): string {
  if (found.length === 2) {
    const char = found.charAt(1);
    return letters[char] ?? char;
  }
  const code =
    found.startsWith("\\x") || found.startsWith("%") ? readBytes(found) : readNumber(found);
  return code > 0x10ffff ? found : String.fromCodePoint(code);
}

function readNumber(found: string): number {
  return Number.parseInt(found.replaceAll(/[\\uU{}]/g, ""), 16);
}

/** The first byte says how many follow, and each of them holds six bits. */
function readBytes(found: string): number {
  const [first = 0, ...rest] = found
    .split(/%|\\x/)
    .slice(1)
    .map((digits) => Number.parseInt(digits, 16));
  if (rest.length === 0) return first;
  const begin = first & (0x3f >> rest.length);
  return rest.reduce((code, next) => code * 64 + (next & 0x3f), begin);
}
