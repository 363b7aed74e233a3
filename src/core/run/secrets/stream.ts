/** A text that comes in pieces, shown as far as no secret can still be growing at its end. */

/** Gets the next piece, and gives what may be shown by now. */
export type TextStream = (piece: string) => string;

/** What takes secrets out of a stream. */
export interface StreamRules {
  /** Takes them out of a whole text. */
  readonly replace: (text: string) => string;
  /**
   * How much of a text that ends with a blank or a letter beyond ASCII can be no part of a secret
   * that goes on behind it.
   */
  readonly settled: (text: string) => number;
}

/** As much of what was shown is looked at again: what a value is may be said before it. */
const memory = 8_192;

/** Secrets that show by their form have none of these inside. */
const boundary = /[^\x21-\x7e](?=[\x21-\x7e]*$)/;

/** Begins a stream. */
export function createTextStream({ replace, settled }: StreamRules): TextStream {
  let text = "";
  let shown = "";
  /** Where the last word begins. */
  let word = 0;
  return (piece) => {
    const found = boundary.exec(piece)?.index;
    if (found !== undefined) word = text.length + found + 1;
    text += piece;
    // What comes before the word is known; a long one isn't looked at anew with each piece of it.
    if (found === undefined) return "";
    const end = settled(text.slice(0, word));
    const now = replace(text.slice(0, end));
    const fresh = now.slice(commonLength(shown, now));
    shown = now;
    if (text.length > 2 * memory) {
      const from = boundary.exec(text.slice(0, text.length - memory))?.index ?? 0;
      if (from < end) {
        shown = replace(text.slice(from, end));
        text = text.slice(from);
        word -= from;
      }
    }
    return fresh;
  };
}

function commonLength(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  for (let at = 0; at < most; at++) if (one[at] !== other[at]) return at;
  return most;
}
