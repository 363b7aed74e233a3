/** A piece of a text, as half-open UTF-16 offsets. */

/** `[start, end)` in UTF-16 code units; a byte-order mark at the beginning is not counted. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The span from the start of one to the end of another. */
export function spanOver(first: Span, last: Span): Span {
  return { start: first.start, end: last.end };
}
