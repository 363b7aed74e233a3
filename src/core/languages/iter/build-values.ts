/** Tokens as words, texts and values of the syntax tree. */
import type { Span } from "#core/text/span.ts";
import type { Source } from "./source.ts";
import type { ObjectValue, SyntaxValue, Text, Word } from "./syntax.ts";
import { readText } from "./text-values.ts";
import { codeAt, codes, endAt, startAt } from "./token.ts";

/** From the beginning of one token to the end of another. */
export function spanOf({ tokens }: Source, first: number, last: number): Span {
  return { start: startAt(tokens, first), end: endAt(tokens, last) };
}

/** A token as a word. */
export function wordAt(source: Source, index: number): Word {
  const span = spanOf(source, index, index);
  return { text: source.text.slice(span.start, span.end), span };
}

/** A type: one word, or a word and a pair of brackets, which may stand apart. */
export function typeAt(source: Source, first: number, last: number): Word {
  const word = wordAt(source, first);
  if (first === last) return word;
  return { text: `${word.text}[]`, span: spanOf(source, first, last) };
}

/** A string token as a text. */
export function textAt(source: Source, index: number, json = false): Text {
  return readText(source.text, spanOf(source, index, index), json);
}

/** A value, and the index behind it. */
interface Found<Value> {
  readonly value: Value;
  readonly next: number;
}

/**
 * The value that begins at a token; the grammar has seen that it is one.
 *
 * In JSON literals strings have JSON's own escapes, but only inside brackets.
 */
export function valueAt(source: Source, index: number, json: boolean): SyntaxValue {
  switch (codeAt(source.tokens, index)) {
    case codes.string:
      return textAt(source, index);
    case codes.whole:
    case codes.number:
      return numberAt(source, index);
    case codes["["]:
    case codes["{"]:
      return readItem(source, index, json).value;
    default: {
      const { text, span } = wordAt(source, index);
      return { form: "name", text, span };
    }
  }
}

/** A value in brackets, or one that begins with a bracket. */
function readItem(source: Source, index: number, json: boolean): Found<SyntaxValue> {
  switch (codeAt(source.tokens, index)) {
    case codes.string:
      return { value: textAt(source, index, json), next: index + 1 };
    case codes.whole:
    case codes.number:
      return { value: numberAt(source, index), next: index + 1 };
    case codes["["]:
      return readList(source, index, json);
    case codes["{"]:
      return readObject(source, index, json);
    default:
      return readName(source, index);
  }
}

/** A number token as a value. */
export function numberAt(source: Source, index: number): SyntaxValue & { readonly form: "number" } {
  const { text, span } = wordAt(source, index);
  const whole = codeAt(source.tokens, index) === codes.whole;
  return { form: "number", value: Number(text), whole, span };
}

/** In a list: `*`, `name` or `name.name.*`; blanks around the dots don't count. */
function readName(source: Source, index: number): Found<SyntaxValue> {
  let { text } = wordAt(source, index);
  let next = index + 1;
  for (; codeAt(source.tokens, next) === codes["."]; next += 2)
    text += `.${wordAt(source, next + 1).text}`;
  return { value: { form: "name", text, span: spanOf(source, index, next - 1) }, next };
}

function readList(source: Source, open: number, json: boolean): Found<SyntaxValue> {
  const { tokens } = source;
  const items: SyntaxValue[] = [];
  let at = open + 1;
  while (codeAt(tokens, at) !== codes["]"]) {
    const { value, next } = readItem(source, at, json);
    items.push(value);
    at = behindComma(source, next);
  }
  return { value: { form: "list", items, span: spanOf(source, open, at) }, next: at + 1 };
}

function readObject(source: Source, open: number, json: boolean): Found<SyntaxValue> {
  const { tokens } = source;
  const entries: ObjectValue["entries"][number][] = [];
  let at = open + 1;
  while (codeAt(tokens, at) !== codes["}"]) {
    const key = textAt(source, at, json);
    const { value, next } = readItem(source, at + 2, json);
    entries.push({ key, value });
    at = behindComma(source, next);
  }
  return { value: { form: "object", entries, span: spanOf(source, open, at) }, next: at + 1 };
}

/** The index behind what parts two items, if it is there. */
export function behindComma({ tokens }: Source, index: number): number {
  const code = codeAt(tokens, index);
  return code === codes[","] || code === codes.gap ? index + 1 : index;
}
