/** The raw text below a prompt or a `key: |`. Spec: language §4.6. */
import type { SourceFile } from "#core/text/source-file.ts";
import type { Span } from "#core/text/span.ts";
import type { Text } from "./syntax.ts";

/** The text, where reading goes on, and the lines that were left out for a tab. */
export interface BlockText {
  readonly text: Text | null;
  /** Index of the first physical line behind it, from 0. */
  readonly next: number;
  readonly tabs: readonly Span[];
}

interface RawLine {
  readonly start: number;
  readonly end: number;
  readonly indent: number;
}

/** Reads from a physical line on, as long as lines are blank or deeper than the one that opens the text. */
export function readBlockText(
  file: SourceFile,
  from: number,
  indent: number,
  style: "block" | "body",
): BlockText {
  const lines: RawLine[] = [];
  const tabs: Span[] = [];
  let next = from;
  let filled = { lines: 0, next: from };
  for (; next < file.lineStarts.length; next += 1) {
    const line = readRawLine(file, next);
    const blank = file.text.slice(line.start, line.end).trim() === "";
    if (!blank && file.text[line.start] === "\t") {
      tabs.push({ start: line.start, end: line.start + 1 });
      filled = { lines: lines.length, next: next + 1 };
      continue;
    }
    if (!blank && line.indent <= indent) break;
    lines.push(blank ? { ...line, end: line.start } : line);
    if (!blank) filled = { lines: lines.length, next: next + 1 };
  }
  const kept = lines.slice(0, filled.lines);
  if (kept.every((line) => line.end === line.start)) return { text: null, next: filled.next, tabs };
  return { text: joinLines(file, kept, style), next: filled.next, tabs };
}

function readRawLine(file: SourceFile, index: number): RawLine {
  const start = file.lineStarts[index] ?? file.text.length;
  let end = (file.lineStarts[index + 1] ?? file.text.length + 1) - 1;
  if (file.text[end] === "\n" && file.text[end - 1] === "\r") end -= 1;
  let indent = 0;
  while (start + indent < end && file.text[start + indent] === " ") indent += 1;
  return { start, end, indent };
}

function joinLines(file: SourceFile, lines: readonly RawLine[], style: "block" | "body"): Text {
  const common = Math.min(
    ...lines.filter((line) => line.end > line.start).map((line) => line.indent),
  );
  const marks: { at: number; source: number }[] = [];
  let text = "";
  for (const [index, line] of lines.entries()) {
    if (index > 0) text += "\n";
    const start = line.end > line.start ? line.start + common : line.start;
    marks.push({ at: text.length, source: start });
    text += file.text.slice(start, Math.max(start, line.end));
  }
  const [first, last] = [lines[0], lines.at(-1)];
  return {
    form: "string",
    text,
    marks,
    style,
    span: { start: first?.start ?? 0, end: last?.end ?? 0 },
  };
}
