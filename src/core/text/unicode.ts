/** Blanks and order of texts as Unicode has them, which is not quite as the language has them. */

/** None is beyond the characters of one code unit. */
const blank = /\p{White_Space}/u;

/** The text without blanks at both ends: characters with the property White_Space, no others. */
export function trimBlanks(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && blank.test(text.charAt(from))) from += 1;
  while (to > from && blank.test(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

/** Orders texts by code point; `<` compares halves of surrogate pairs. */
export function compareCodePoints(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at += 1) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left !== right) return toOrder(left) - toOrder(right);
  }
  return a.length - b.length;
}

/** How many bytes a text has in UTF-8. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) bytes += 1;
    if (code > 0x7ff && !isSurrogate(code)) bytes += 1;
  }
  return bytes;
}

/** Surrogates stand for code points above all others. */
function toOrder(code: number): number {
  return isSurrogate(code) ? code + 0x10000 : code;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}
