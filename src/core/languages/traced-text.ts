/** Texts whose characters can be traced back to the source. */
import type { ParsedTemplate } from "#core/graph/reference.ts";
import type { Span } from "#core/text/span.ts";

/**
 * A text and where its characters stand in the source.
 *
 * `marks` are ascending; from a mark on, `text[at + n]` is `source[source + n]` up to the next mark.
 */
export interface TracedText {
  readonly text: string;
  readonly marks: readonly { readonly at: number; readonly source: number }[];
  readonly style: "quoted" | "raw" | "block" | "body";
  /** The whole literal, quotes included; of a block or body all of its lines. */
  readonly span: Span;
}

/** A text and its references. */
export interface TracedTemplate extends ParsedTemplate {
  readonly written: TracedText;
}

/** The span in the source of a piece of a text. */
export function spanIn(text: TracedText, start: number, end: number): Span {
  const from = sourceOffset(text, start);
  if (end <= start) return { start: from, end: from };
  const closing = text.span.end - 1;
  if (text.style === "quoted")
    return { start: from, end: end < text.text.length ? sourceOffset(text, end) : closing };
  return { start: from, end: sourceOffset(text, end - 1) + 1 };
}

/** Where `text[index]` stands in the source. */
export function sourceOffset(text: TracedText, index: number): number {
  let [low, high] = [0, text.marks.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((text.marks[middle]?.at ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  const mark = text.marks[low] ?? { at: 0, source: text.span.start };
  return mark.source + (index - mark.at);
}
