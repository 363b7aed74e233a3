/** A file while it is read: what has been found so far, and the physical line where reading stands. */
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import { createTokens } from "./token.ts";
import type { Tokens } from "./token.ts";

/** A comment by its place. */
export interface CommentPlace {
  readonly start: number;
  readonly end: number;
  /** How many tokens stand before it. */
  readonly token: number;
  /** It stands on a line of its own. */
  readonly own: boolean;
}

/** A file that is being read. */
export interface Source {
  readonly text: string;
  readonly lineStarts: readonly number[];
  /** Carriage returns occur, so strings must be searched for lonely ones. */
  readonly hasReturns: boolean;
  readonly tokens: Tokens;
  readonly comments: CommentPlace[];
  /** Offsets of the brackets that are open in the logical line. */
  readonly brackets: number[];
  /** The first fault of the characters, strings and depth of the logical line. */
  fault: Diagnostic | null;
  /** Index of the physical line behind the current one. */
  next: number;
  /** Offset of the current line's first character that is neither blank nor tab. */
  start: number;
  /** Blanks before it. */
  indent: number;
  /** Blanks and tabs before it. */
  depth: number;
}

/** Begins to read a file. */
export function createSource({ text, lineStarts }: SourceFile): Source {
  return {
    text,
    lineStarts,
    hasReturns: text.includes("\r"),
    tokens: createTokens(text.length >> 3),
    comments: [],
    brackets: [],
    fault: null,
    next: 0,
    start: 0,
    indent: 0,
    depth: 0,
  };
}

/** Goes on to the next line that holds more than blanks and comments; the comments are kept. */
export function lookAtLine(source: Source): boolean {
  const { text, lineStarts } = source;
  while (source.next < lineStarts.length) {
    const begin = lineStarts[source.next] ?? text.length;
    source.next += 1;
    let at = begin;
    while (text.charCodeAt(at) === 0x20) at += 1;
    source.indent = at - begin;
    let char = text.charCodeAt(at);
    while (char === 0x20 || char === 0x09) char = text.charCodeAt((at += 1));
    if (char === 0x0a || at >= text.length) continue;
    if (char === 0x0d && text.charCodeAt(at + 1) === 0x0a) continue;
    source.start = at;
    source.depth = at - begin;
    if (char !== 0x23) return true;
    addComment(source, at, lineEnd(source, source.next - 1), true);
  }
  return false;
}

/** True if a tab stands in the indentation of the current line. */
export function hasTab(source: Source): boolean {
  return source.depth > source.indent;
}

/** Goes back to before the current line; comments above it stay read. */
export function stepBack(source: Source): void {
  source.next -= 1;
}

/** The end of a physical line by its index, without the line end. */
export function lineEnd(source: Source, index: number): number {
  const { text, lineStarts } = source;
  const next = lineStarts[index + 1];
  if (next === undefined) return text.length;
  const end = next - 1;
  return text.charCodeAt(end - 1) === 0x0d ? end - 1 : end;
}

/**
 * Passes over all lines that are deeper than a block; a tab counts as deep.
 *
 * A raw string that opens as a value goes with them, even where its text is less deep.
 */
export function passDeeper(source: Source, width: number): void {
  while (lookAtLine(source)) {
    if (source.depth <= width && !hasTab(source)) {
      stepBack(source);
      return;
    }
    passRawString(source);
  }
}

const opensRawString = /[:=,[{]\s*`[^`]*$/u;

function passRawString(source: Source): void {
  const { text, lineStarts } = source;
  const end = lineEnd(source, source.next - 1);
  const line = text.slice(source.start, end);
  if (!line.includes("`") || !opensRawString.test(line)) return;
  const close = text.indexOf("`", end);
  while ((lineStarts[source.next] ?? Infinity) <= close) source.next += 1;
}

/** Keeps a comment, without the blanks at its end. */
export function addComment(source: Source, start: number, end: number, own: boolean): void {
  const { text } = source;
  let last = end;
  while (last > start && isBlank(text.charCodeAt(last - 1))) last -= 1;
  source.comments.push({ start, end: last, token: source.tokens.count, own });
}

function isBlank(char: number): boolean {
  return char === 0x20 || char === 0x09 || char === 0x0d;
}
