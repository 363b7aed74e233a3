/** Text in expressions: a sequence of code points, of bounded length. */
import { fail } from "./fault.ts";

/** Longer texts are the fault `overflow`: a sum in a loop could double one until memory ends. */
const maxLength = 1 << 27;

/** Negative, 0 or positive: the order of two texts by code points. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const difference = rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** The number of code points. */
export function countPoints(text: string): number {
  let count = text.length;
  for (let at = 0; at + 1 < text.length; at += 1) {
    if ((text.codePointAt(at) ?? 0) <= 0xffff) continue;
    count -= 1;
    at += 1;
  }
  return count;
}

/** Texts with a separator between them. */
export function joinTexts(texts: readonly string[], separator: string): string {
  let length = separator.length * texts.length;
  for (const text of texts) length += text.length;
  return length > maxLength ? fail("overflow", "A text is too long.") : texts.join(separator);
}

/** Code units in the order of code points: surrogates stand for what lies above all others. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
