/**
 * A text in every way in which it can be read: as it stands, without its escapes, and without the
 * line breaks that programs put into base64.
 */
import { editsOfEscapes, hasEscapes, undoEscapes } from "./escapes.ts";
import type { Edit } from "./escapes.ts";
import { mostEscapings } from "./spellings.ts";

/** From the first unit to the one behind the last. */
export type Span = readonly [from: number, to: number];

/** A text as it can be read. */
export interface Reading {
  readonly text: string;
  /** True for one without line breaks: only base64 may be read over them. */
  readonly joined: boolean;
  /** Where pieces of it, in their order, stand in the text itself. */
  readonly placesOf: (pieces: readonly Span[]) => readonly Span[];
}

/** Bounded, as V8 notes a way back for each blank. */
const lineBreak = /\r?\n[ \t]{0,256}|\r$/g;

/** True for a text that may be read in more ways than one. */
export function hasReadings(text: string): boolean {
  return text.includes("\n") || text.includes("\r") || hasEscapes(text);
}

/** All readings, the text itself first; each is made when it is asked for. */
export function* readingsOf(text: string, withEscapes = true): Generator<Reading> {
  let reading: Reading = { text, joined: false, placesOf: (pieces) => pieces };
  for (let left = withEscapes ? mostEscapings : 0; ; left -= 1) {
    yield reading;
    if (/[\r\n]/.test(reading.text))
      yield derive(reading, reading.text.replace(lineBreak, ""), true);
    const undone = left === 0 ? reading.text : undoEscapes(reading.text);
    if (undone === reading.text) return;
    reading = derive(reading, undone, false);
  }
}

function derive(from: Reading, text: string, joined: boolean): Reading {
  const edits = (): Edit[] => (joined ? editsOfLineBreaks : editsOfEscapes)(from.text);
  const placesOf = (pieces: readonly Span[]) =>
    pieces.length === 0 ? [] : from.placesOf(placesBefore(edits(), pieces));
  return { text, joined, placesOf };
}

function editsOfLineBreaks(text: string): Edit[] {
  return Array.from(text.matchAll(lineBreak), ({ 0: found, index }) => ({
    from: index,
    to: index + found.length,
    by: "",
  }));
}

/** Where pieces of a text, in their order, stood before the text was edited. */
function placesBefore(edits: readonly Edit[], pieces: readonly Span[]): Span[] {
  let next = 0;
  let shift = 0;
  /** The span of what became the unit at a place; places never go back. */
  function originOf(at: number): Span {
    for (let edit = edits[next]; edit !== undefined; edit = edits[++next]) {
      const begin = edit.from - shift;
      if (at < begin) break;
      if (at < begin + edit.by.length) return [edit.from, edit.to];
      shift += edit.to - edit.from - edit.by.length;
    }
    return [at + shift, at + shift + 1];
  }
  return pieces.map(([from, to]) => {
    const [begin] = originOf(from);
    return [begin, Math.max(originOf(to - 1)[1], begin)];
  });
}
