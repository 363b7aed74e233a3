/** Writes a file in its one canonical layout, and loses nothing that its author wrote. Spec: language §14. */
import type { Line, Segment } from "../line.ts";
import type { CommentPlace, Source } from "../source.ts";
import { startAt } from "../token.ts";
import { joinLines } from "./output-line.ts";
import type { OutputLine } from "./output-line.ts";
import { printLine } from "./print-line.ts";

/** A logical line and the number of blocks that it stands in. */
interface Placed {
  readonly line: Line;
  readonly depth: number;
}

/** What was printed last: a line of the source, or a comment on a line of its own. */
interface Last {
  readonly isComment: boolean;
  readonly depth: number;
}

interface Printer {
  readonly source: Source;
  readonly lines: OutputLine[];
  /** The next comment to be printed. */
  comment: number;
  last: Last | null;
  /** Indentations in the source, by depth, of the blocks around the line that was printed last. */
  readonly indents: number[];
}

/** Writes a file that has no syntax faults. */
export function printSource(source: Source, segments: readonly Segment[]): string {
  const placed: Placed[] = [];
  for (const { line } of segments) placeLines(line, 0, placed);
  const printer: Printer = { source, lines: [], comment: 0, last: null, indents: [] };
  for (const { line, depth } of placed) {
    printOwnComments(printer, depth, line.first);
    printSourceLine(printer, line, depth);
  }
  printOwnComments(printer, 0, source.tokens.count);
  return joinLines(printer.lines);
}

function placeLines(line: Line, depth: number, placed: Placed[]): void {
  placed.push({ line, depth });
  for (const each of line.block?.lines ?? []) placeLines(each, depth + 1, placed);
}

/** Prints the comments before a token that stand on lines of their own; `next` is its line's depth. */
function printOwnComments(printer: Printer, next: number, token: number): void {
  const { source, lines } = printer;
  for (const comment of takeComments(printer, (each) => each.token <= token)) {
    const depth = commentDepth(printer, comment, next);
    const blankBefore = needsBlank(printer, depth, comment.start);
    lines.push({ depth, text: textOf(source, comment), blankBefore });
    printer.last = { isComment: true, depth };
  }
}

function takeComments(
  printer: Printer,
  belongs: (comment: CommentPlace) => boolean,
): CommentPlace[] {
  const { comments } = printer.source;
  const from = printer.comment;
  for (;;) {
    const comment = comments[printer.comment];
    if (comment === undefined || !belongs(comment)) return comments.slice(from, printer.comment);
    printer.comment += 1;
  }
}

/**
 * The deepest block that a comment may belong to by its indentation: one of those that end between
 * the line before and the one behind, or that of the line behind. Behind another comment it is
 * never deeper than that.
 */
function commentDepth(
  { source, last, indents }: Printer,
  comment: CommentPlace,
  next: number,
): number {
  const deepest = last?.depth ?? 0;
  if (next > deepest || last === null) return next;
  const indent = indentOf(source, comment.start);
  let depth = deepest;
  while (depth > next && (indents[depth] ?? 0) > indent) depth -= 1;
  return depth;
}

/** Blanks and tabs before a place at the beginning of its line. */
function indentOf({ text }: Source, start: number): number {
  return start - (text.lastIndexOf("\n", start - 1) + 1);
}

function printSourceLine(printer: Printer, line: Line, depth: number): void {
  const { source, lines, indents } = printer;
  const comments = takeComments(
    printer,
    ({ token, own }) => token < line.last || (token === line.last && !own),
  );
  const blankBefore = needsBlank(printer, depth, startAt(source.tokens, line.first));
  const [first, ...others] = printLine(source, line, depth, comments);
  if (first !== undefined) lines.push({ ...first, blankBefore }, ...others);
  for (const text of line.body?.text.split("\n") ?? [])
    lines.push({ depth: text === "" ? 0 : depth + 1, text: keepReturn(text) });
  indents[depth] = line.indent;
  printer.last = { isComment: false, depth };
}

/** A carriage return at the end of a text would become part of the line end without another one. */
function keepReturn(text: string): string {
  return text.endsWith("\r") ? `${text}\r` : text;
}

/** At the margin declarations are set apart; in a block one blank line stays where some were. */
function needsBlank({ source, last }: Printer, depth: number, start: number): boolean {
  if (last === null) return false;
  if (depth === 0) return !last.isComment || last.depth > 0 || isBlankBefore(source, start);
  return (last.isComment || last.depth >= depth) && isBlankBefore(source, start);
}

/** True if the physical line above holds nothing but blanks. */
function isBlankBefore(source: Source, start: number): boolean {
  const { text } = source;
  const begin = text.lastIndexOf("\n", start - 1);
  if (begin <= 0) return false;
  const above = text.lastIndexOf("\n", begin - 1) + 1;
  return /^[ \t\r]*$/u.test(text.slice(above, begin));
}

function textOf({ text }: Source, { start, end }: CommentPlace): string {
  return text.slice(start, end);
}
