/** A source file: its path, its text, and where an offset lies in it. */
import type { Span } from "./span.ts";

/** Line and column, both from 1; a column counts UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * A path and its text: byte-order mark dropped, line ends as they are.
 *
 * `lineStarts[i]` is the offset at which line `i + 1` begins.
 */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lineStarts: readonly number[];
}

/** Makes a source file of a text; a byte-order mark at its beginning is dropped. */
export function createSourceFile(path: string, text: string): SourceFile {
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  return { path, text: body, lineStarts: findLineStarts(body) };
}

/** Where an offset lies. */
export function positionAt(file: SourceFile, offset: number): Position {
  let low = 0;
  let high = file.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((file.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (file.lineStarts[low] ?? 0) + 1 };
}

/** The text of a line from 1, without its line end. */
export function lineText(file: SourceFile, line: number): string {
  const start = file.lineStarts[line - 1] ?? file.text.length;
  const end = file.lineStarts[line] ?? file.text.length;
  return file.text.slice(start, end).replace(/\r?\n$/, "");
}

/** The text of a span. */
export function textOf(file: SourceFile, span: Span): string {
  return file.text.slice(span.start, span.end);
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
