/**
 * Signs that a text may have a value in it in which something is escaped.
 *
 * To undo escapes takes longer than to search a text, and hardly any text has a secret in it. Few
 * programs escape letters and digits: without those of a value in a row there is nothing to find,
 * unless letters and digits are escaped too, or base64 is broken into lines by escaped line breaks.
 */
import { hasEscapes } from "./escapes.ts";
import type { Spellings } from "./spellings.ts";

/** A shorter row says nothing. */
const shortestRow = 3;

/** A longer one says no more. */
const longestRow = 12;

/** Escapes of what needs none. */
const needless = String.raw`(?:%(?:25){0,8}|\\x|\\u00|\\u\{0{0,6}|\\U000000)(?:3\d|[46][1-9A-Fa-f]|[57][\dAa])`;

const brokenBase64 = String.raw`(?<=[\w+/=-]{16})(?:\\{1,16}[nr]|%(?:25){0,8}0[AaDd])`;

/** Makes the test for these signs. */
export function createSigns({ plain, base64 }: Spellings): (text: string) => boolean {
  const rows = [...plain, ...base64].map(longestRowOf);
  if (rows.some((row) => row.length < shortestRow)) return hasEscapes;
  const signs = new RegExp([...new Set(rows), needless, brokenBase64].join("|"));
  return (text) => hasEscapes(text) && signs.test(text);
}

function longestRowOf(form: string): string {
  const rows = form.match(/[A-Za-z0-9]+/g) ?? [];
  const longest = rows.reduce((one, other) => (other.length > one.length ? other : one), "");
  return longest.slice(0, longestRow);
}
