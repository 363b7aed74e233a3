/** Finds known values in a text, however they are spelt in it. */
import { cutOut, redacted } from "./known-forms.ts";
import { hasReadings, readingsOf } from "./readings.ts";
import type { Reading, Span } from "./readings.ts";
import { createSigns } from "./signs.ts";
import type { Spellings } from "./spellings.ts";

/** Looks for values. */
export interface Search {
  /** Takes them out of a text. */
  readonly replace: (text: string) => string;
  /** How much of a text can be no part of a value that goes on behind it. */
  readonly settled: (text: string) => number;
}

/** Makes the search for all spellings at once. */
export function createSearch({ plain, base64 }: Spellings): Search {
  const forms = [...plain.map(patternOf), ...base64.map(base64PatternOf)];
  if (forms.length === 0) return { replace: (text) => text, settled: (text) => text.length };
  const any = new RegExp(forms.join("|"), "g");
  const coded = new RegExp(base64.map(base64PatternOf).join("|"), "g");
  const mayBeEscaped = createSigns({ plain, base64 });
  const beginnings = { plain: plain.map(foldPlain), base64: base64.map(foldBase64) };

  function findIn(reading: Reading): readonly Span[] {
    const pattern = reading.joined ? coded : any;
    const found = reading.text.matchAll(pattern);
    return reading.placesOf(
      Array.from(found, ({ 0: { length }, index }) => [index, index + length]),
    );
  }

  /** Where something stands that is the beginning of a value and ends with the text. */
  function growingIn({ text, joined, placesOf }: Reading): readonly Span[] {
    const length = joined
      ? lengthOfGrowing(text, beginnings.base64, foldBase64)
      : lengthOfGrowing(text, beginnings.plain, foldPlain);
    return length === 0 ? [] : placesOf([[text.length - length, text.length]]);
  }

  return {
    replace(text) {
      const direct = text.replace(any, redacted);
      if (direct !== text || !hasReadings(text)) return direct;
      for (const reading of readingsOf(text, mayBeEscaped(text))) {
        const found = reading.text === text ? [] : findIn(reading);
        if (found.length > 0) return cutOut(text, found);
      }
      return text;
    },
    settled(text) {
      const readings = [...readingsOf(text)];
      const begins = readings.flatMap(growingIn).map(([from]) => from);
      let end = Math.min(text.length, ...begins);
      if (end === text.length) return end;
      const whole = readings.flatMap(findIn).sort(([one], [other]) => other - one);
      for (const [from, to] of whole) if (from < end && end < to) end = from;
      return end;
    },
  };
}

/** In a form of a web page a blank is a plus. */
function patternOf(value: string): string {
  return escape(value).replaceAll(" ", "[ +]");
}

function foldPlain(text: string): string {
  return text.replaceAll(" ", "+");
}

/** Two of its letters are others in URLs. */
function base64PatternOf(coded: string): string {
  return coded.replaceAll(/[+/]/g, (letter) => (letter === "+" ? "[+-]" : "[/_]"));
}

function foldBase64(text: string): string {
  return text.replaceAll("-", "+").replaceAll("_", "/");
}

function escape(literal: string): string {
  return literal.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

/** How long the longest beginning of a form is that a text ends with. */
function lengthOfGrowing(
  text: string,
  forms: readonly string[],
  fold: (text: string) => string,
): number {
  const end = fold(text.slice(-Math.max(...forms.map(({ length }) => length))));
  const last = end.at(-1);
  let longest = 0;
  for (const form of forms) {
    for (let length = Math.min(form.length - 1, end.length); length > longest; length -= 1) {
      if (form[length - 1] !== last || !end.endsWith(form.slice(0, length))) continue;
      longest = length;
    }
  }
  return longest;
}
