/** A text that comes in pieces, shown as far as no secret can still be growing at its end. */

/** Gets the next piece, and gives what may be shown by now. */
export type TextStream = (piece: string) => string;

/** What takes secrets out of a stream. */
export interface StreamRules {
  /** Takes them out of a whole text. */
  readonly replace: (text: string) => string;
  /** Values that a blank or a letter beyond ASCII does not end. */
  readonly long: readonly string[];
}

/** As much of what was shown is looked at again: what a value is may be said before it. */
const memory = 8_192;

/** Secrets that show by their form have none of these inside. */
const boundary = /[^\x21-\x7e](?=[\x21-\x7e]*$)/;

/** Begins a stream. */
export function createTextStream({ replace, long }: StreamRules): TextStream {
  const longest = Math.max(0, ...long.map(({ length }) => length));
  let text = "";
  let shown = "";
  /** Where the last word begins. */
  let word = 0;
  return (piece) => {
    const before = text.length;
    text += piece;
    const found = boundary.exec(piece)?.index;
    // A long word is not looked at again with each piece of it.
    if (found === undefined && before - word >= longest) return "";
    if (found !== undefined) word = before + found + 1;
    const settled = settledLength(text, word, long);
    const now = replace(text.slice(0, settled));
    const fresh = now.slice(commonLength(shown, now));
    shown = now;
    if (text.length > 2 * memory) {
      const from = boundary.exec(text.slice(0, text.length - memory))?.index ?? 0;
      if (from < settled) {
        shown = replace(text.slice(from, settled));
        text = text.slice(from);
        word -= from;
      }
    }
    return fresh;
  };
}

/** How much of a text can be no part of something that goes on behind its last word's beginning. */
function settledLength(text: string, word: number, long: readonly string[]): number {
  return long.reduce((least, value) => Math.min(least, beginOf(text, value, least)), word);
}

/** Where a value begins that goes on behind a place, or may yet; else the place. */
function beginOf(text: string, value: string, end: number): number {
  for (let at = Math.max(0, end - value.length + 1); at < end; at++) {
    if (value.startsWith(text.slice(at, at + value.length))) return at;
  }
  return end;
}

function commonLength(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  for (let at = 0; at < most; at++) if (one[at] !== other[at]) return at;
  return most;
}
