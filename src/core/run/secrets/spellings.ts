/** What a value is looked for as: what it says, and what its base64 has in every text around it. */
import { undoEscapes } from "./escapes.ts";
import { isRandom } from "./named-values.ts";

/** Shorter values are words of every text. */
export const shortestSecret = 8;

/** How many programs may have escaped a text, one after another. */
export const mostEscapings = 4;

/** The spellings of values; of several lines also those lines that nobody would write by hand. */
export interface Spellings {
  /** As they are; escapes in a text are undone before it is searched. */
  readonly plain: readonly string[];
  /** Their base64, without the letters that also hold bits of what stands around them. */
  readonly base64: readonly string[];
}

/** What values are looked for as. */
export function spellingsOf(values: readonly string[]): Spellings {
  const texts = unique(values.flatMap(textsOf));
  return {
    plain: unique(texts.flatMap(undone)).sort(byLength),
    base64: unique(texts.flatMap(base64Of)).sort(byLength),
  };
}

function textsOf(value: string): string[] {
  const lines = value.includes("\n") ? value.split("\n").map((line) => line.trim()) : [];
  return [value, value.trim(), ...lines.filter(isRandom)].filter(isLong);
}

/**
 * A value that reads as if it had escapes in it is undone with the text around it; so is its
 * beginning, behind a sign that would begin one.
 */
function undone(value: string): string[] {
  const texts = [value];
  for (let next = undoEscapes(value); next !== texts.at(-1); next = undoEscapes(next)) {
    if (texts.length > mostEscapings) break;
    texts.push(next);
  }
  for (const behind of [`\\${value}`, `%${value}`]) {
    const read = undoEscapes(behind);
    if (read !== behind) texts.push(read);
  }
  return texts.filter(isLong);
}

/** Base64 of the value alone and of what is left of it inside a longer text. */
function base64Of(value: string): string[] {
  const bytes = Array.from(new TextEncoder().encode(value), (byte) =>
    String.fromCharCode(byte),
  ).join("");
  return [0, 1, 2].map((shift) => {
    const coded = btoa("\0".repeat(shift) + bytes).replace(/=+$/, "");
    const begin = [0, 2, 3][shift] ?? 0;
    // The last letter also holds bits of whatever follows.
    const end = (bytes.length + shift) % 3 === 0 ? coded.length : coded.length - 1;
    return coded.slice(begin, end);
  });
}

function isLong(text: string): boolean {
  return text.length >= shortestSecret;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** Of two that begin at one place the longer one is taken. */
function byLength(one: string, other: string): number {
  return other.length - one.length;
}
