/** Reads a file line by line, keeps its comments, and can go back to a line. */
import type { SourceFile } from "#core/text/source-file.ts";
import type { Comment } from "./syntax.ts";

/** Where reading has come to; one per file. */
export interface Reader {
  readonly file: SourceFile;
  readonly comments: Comment[];
  /** Index of the next physical line. */
  next: number;
}

/** A physical line, without its line end. */
export interface Physical {
  readonly indent: number;
  /** A tab stands among the blanks before the first other character. */
  readonly tab: boolean;
  readonly start: number;
  /** Without the line end. */
  readonly end: number;
}

/** The next line that holds more than blanks and comments; the comments are kept. */
export function nextLine(reader: Reader): Physical | null {
  while (reader.next < reader.file.lineStarts.length) {
    const physical = physicalLine(reader.file, reader.next);
    reader.next += 1;
    const first = physical.start + leadingBlanks(reader.file.text, physical);
    if (first >= physical.end) continue;
    if (reader.file.text[first] === "#") {
      keepComment(reader, first, physical.end);
      continue;
    }
    return physical;
  }
  return null;
}

/** A physical line by its index from 0. */
export function physicalLine(file: SourceFile, index: number): Physical {
  const start = file.lineStarts[index] ?? file.text.length;
  let end = (file.lineStarts[index + 1] ?? file.text.length + 1) - 1;
  if (file.text[end - 1] === "\r" && file.text[end] === "\n") end -= 1;
  let indent = 0;
  while (start + indent < end && file.text[start + indent] === " ") indent += 1;
  const tab = file.text[start + indent] === "\t" && start + indent < end;
  return { indent, tab, start, end };
}

/** How many blanks and tabs a line begins with. */
export function leadingBlanks(text: string, { start, end }: Physical): number {
  let at = start;
  while (at < end && (text[at] === " " || text[at] === "\t")) at += 1;
  return at - start;
}

/** Keeps a comment, without the blanks at its end. */
export function keepComment(reader: Reader, start: number, end: number): void {
  const text = reader.file.text.slice(start, end).trimEnd();
  reader.comments.push({ span: { start, end: start + text.length }, text });
}

/** Comments between are read again. */
export function rewindComments(reader: Reader, start: number): void {
  const from = reader.file.lineStarts[reader.next] ?? start;
  while ((reader.comments.at(-1)?.span.start ?? -1) >= from) reader.comments.pop();
}
