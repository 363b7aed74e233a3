/** A piece of a text, as half-open UTF-16 offsets. */

/** `[start, end)` in UTF-16 code units; a byte-order mark at the beginning is not counted. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
