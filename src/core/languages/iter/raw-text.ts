/** The raw text below a prompt or a `key: |`. Spec: language §4.6. */
import type { Span } from "#core/text/span.ts";
import { lineEnd } from "./source.ts";
import type { Source } from "./source.ts";
import type { Text } from "./syntax.ts";

/** A raw text, if there is any, and the tab of the first line that was left out for one. */
export interface RawText {
  readonly text: Text | null;
  readonly tab: Span | null;
}

/** The physical lines of a raw text. */
interface Extent {
  /** Index behind the last line that isn't blank. */
  readonly next: number;
  /** The least indentation. */
  readonly common: number;
  readonly tab: Span | null;
}

const [tab, blank, lineFeed] = [0x09, 0x20, 0x0a];

/** Reads from the next line on, as long as lines are blank or deeper than the one that opens the text. */
export function readRawText(source: Source, indent: number, style: "block" | "body"): RawText {
  const first = source.next;
  const extent = findExtent(source, indent);
  source.next = extent.next;
  if (extent.common === Infinity) return { text: null, tab: extent.tab };
  return { text: joinLines(source, first, extent, style), tab: extent.tab };
}

function findExtent(source: Source, indent: number): Extent {
  const { text, lineStarts } = source;
  let [next, common, firstTab] = [source.next, Infinity, null as Span | null];
  for (let index = source.next; index < lineStarts.length; index += 1) {
    const start = lineStarts[index] ?? 0;
    const depth = depthOf(text, start);
    if (isBlankLine(text, start + depth)) continue;
    if (text.charCodeAt(start) === tab) firstTab ??= { start, end: start + 1 };
    else if (depth <= indent) break;
    else if (depth < common) common = depth;
    next = index + 1;
  }
  return { next, common, tab: firstTab };
}

function joinLines(source: Source, first: number, extent: Extent, style: "block" | "body"): Text {
  const { text, lineStarts } = source;
  const marks: { at: number; source: number }[] = [];
  let [joined, end] = ["", 0];
  for (let index = first; index < extent.next; index += 1) {
    const start = lineStarts[index] ?? 0;
    if (text.charCodeAt(start) === tab && !isBlankLine(text, start)) continue;
    if (marks.length > 0) joined += "\n";
    const from = isBlankLine(text, start) ? start : start + extent.common;
    marks.push({ at: joined.length, source: from });
    end = lineEnd(source, index);
    if (from > start) joined += text.slice(from, end);
  }
  const span = { start: lineStarts[first] ?? 0, end };
  return { form: "string", text: joined, marks, style, span };
}

function depthOf(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) === blank) at += 1;
  return at - start;
}

/** True if nothing but blanks and tabs follow on the line. */
function isBlankLine(text: string, from: number): boolean {
  let at = from;
  while (text.charCodeAt(at) === blank || text.charCodeAt(at) === tab) at += 1;
  const char = text.charCodeAt(at);
  return at >= text.length || char === lineFeed || (char === 0x0d && isLineFeed(text, at + 1));
}

function isLineFeed(text: string, at: number): boolean {
  return text.charCodeAt(at) === lineFeed;
}
