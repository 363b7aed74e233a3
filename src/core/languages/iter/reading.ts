/** What is known while declarations are read: the open blocks and the parse so far. */
import type { Report } from "#core/diagnostics/collect.ts";
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import { createDeclarationParser } from "./declaration-parser.ts";
import type { Column, DeclarationParser, LayoutToken } from "./declaration-parser.ts";
import type { Line, LineBlock, Segment } from "./line.ts";
import type { Shapes } from "./shapes.ts";
import type { Source } from "./source.ts";
import type { BlockWords, Vocabulary } from "./vocabulary.ts";

/** A block that is open. */
export interface Frame {
  /** The line that opened it. */
  readonly line: Line;
  readonly block: LineBlock;
  readonly parent: Frame | null;
  /** The properties that its lines may be, if they may be properties. */
  readonly words: BlockWords | null;
  /** Set by its first line; -1 until then. */
  width: number;
  /** Where the parse stands before its next line; worked out when it is needed. */
  column: Column | null;
  /** Where it stood before the last line, which may have to be taken back. */
  before: Column | null;
  /** Properties of its first `scanned` lines, as soon as somebody asks for them. */
  given: Set<string> | null;
  scanned: number;
}

/** A file that is being sliced. */
export interface Reading {
  readonly source: Source;
  readonly vocabulary: Vocabulary;
  readonly report: Report;
  /** Null if every line is to be given to the parser, and the parse carried through to its end. */
  readonly shapes: Shapes | null;
  /** Told how many derivations each declaration has that was parsed to its end. */
  readonly onResults: ((results: number) => void) | undefined;
  readonly segments: Segment[];
  segment: Segment | null;
  frame: Frame | null;
  parser: DeclarationParser | null;
  /** A tab in the indentation was reported in this declaration. */
  tabbed: boolean;
}

/** Reports a syntax fault of the declaration. */
export function reportFault({ report, segment }: Reading, fault: Diagnostic): void {
  if (segment !== null) segment.damaged = true;
  report(fault);
}

/** The parse of the declaration, begun when a line needs it. */
export function parserOf(reading: Reading): DeclarationParser {
  reading.parser ??= createDeclarationParser(reading.source);
  return reading.parser;
}

/** Where the parse stands before the next line of a block, or before the first of the declaration. */
export function columnOf(reading: Reading, frame: Frame | null): Column {
  const parser = parserOf(reading);
  if (frame === null) return parser.start;
  frame.column ??= readOpener(reading, frame, "indent");
  return frame.column;
}

/** Parses the line that opens a block, and the first token of what is below it. */
function readOpener(reading: Reading, frame: Frame, ...below: readonly LayoutToken[]): Column {
  const parser = parserOf(reading);
  parser.readLine(columnOf(reading, frame.parent), frame.line, true);
  return parser.feedLayout(parser.end(), ...below);
}

/** Has the parse go on behind a line that was read last and that opens no block. */
export function passLine(reading: Reading, frame: Frame | null, body: boolean): void {
  if (reading.shapes !== null) return;
  const parser = parserOf(reading);
  const column = body ? parser.feedLayout(parser.end(), "text") : parser.end();
  if (frame === null) return;
  frame.before = frame.column;
  frame.column = column;
}

/** Has the parse go on behind a block that has ended. */
export function passBlock(reading: Reading, frame: Frame): void {
  if (reading.shapes !== null) return;
  const parser = parserOf(reading);
  const column =
    frame.block.place === "opaque"
      ? readOpener(reading, frame, "opaque")
      : frame.block.lines.length === 0
        ? parser.feedLayout(columnOf(reading, frame), "lost", "dedent")
        : parser.feedLayout(columnOf(reading, frame), "dedent");
  if (frame.parent === null) return;
  frame.parent.before = frame.parent.column;
  frame.parent.column = column;
}
