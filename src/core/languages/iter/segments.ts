/**
 * Slices a file into declarations, and each of them into lines and blocks by their indentation.
 *
 * A line that has a fault leaves no trace but a count: neither the width of its block nor the parse
 * of what follows depends on it.
 */
import type { Report } from "#core/diagnostics/collect.ts";
import { closeBlock, leaveOutLast, openBelow, reportTab } from "./blocks.ts";
import { unknownDeclaration, wrongDepth } from "./faults.ts";
import type { Line, Segment } from "./line.ts";
import { fitLine, readLineIn, readTokens } from "./read-line.ts";
import { reportFault } from "./reading.ts";
import type { Frame, Reading } from "./reading.ts";
import type { Shapes } from "./shapes.ts";
import { hasTab, lookAtLine, passDeeper } from "./source.ts";
import type { Source } from "./source.ts";
import { codeAt, codes, endAt, isName, startAt } from "./token.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** How a file is read. */
export interface ReadingOptions {
  readonly vocabulary: Vocabulary;
  readonly report: Report;
  /** Shapes that lines are known to have; null to give every line to the parser. */
  readonly shapes: Shapes | null;
  /** Told how many derivations each declaration has that was parsed to its end. */
  readonly onResults: ((results: number) => void) | undefined;
}

/** Reads the declarations of a file; faults are reported. */
export function readSegments(source: Source, options: ReadingOptions): readonly Segment[] {
  const reading: Reading = {
    ...options,
    source,
    segments: [],
    segment: null,
    frame: null,
    parser: null,
    tabbed: false,
  };
  while (lookAtLine(source)) {
    if (source.depth === 0) beginSegment(reading);
    else if (hasTab(source)) leaveTabbed(reading);
    else placeLine(reading);
  }
  endSegment(reading);
  return reading.segments;
}

/** Reads the first line of a declaration. */
function beginSegment(reading: Reading): void {
  endSegment(reading);
  const { source } = reading;
  const { first, last } = readTokens(reading);
  const line: Line = { first, last, indent: 0, shape: null, body: null, block: null };
  const segment: Segment = { line, readable: true, damaged: false };
  reading.segments.push(segment);
  reading.segment = segment;
  if (last > first && !markHead(reading, first))
    reportFault(reading, unknownDeclaration(source, first, knownWords(reading)));
  else {
    line.shape = fitLine(reading, null, line);
    if (line.shape !== null && openBelow(reading, line, null)) return;
  }
  segment.readable = false;
  passDeeper(source, 0);
}

function endSegment(reading: Reading): void {
  while (reading.frame !== null) closeBlock(reading, reading.frame);
  const { segment, shapes, parser, onResults } = reading;
  if (segment?.readable === true && shapes === null) onResults?.(parser?.results() ?? 0);
  reading.segment = null;
  reading.parser = null;
  reading.tabbed = false;
}

/** Words that begin declarations of which there is one kind each. */
const heads: ReadonlyMap<string, number> = new Map([
  ["vars", codes.vars],
  ["presets", codes.presets],
  ["prompt", codes.prompt],
  ["schema", codes.schema],
  ["mcp_server", codes.mcp_server],
  ["workflow", codes.workflow],
]);

/** Marks the word that begins a declaration; false if it begins none. */
function markHead({ source, vocabulary }: Reading, first: number): boolean {
  const { text, tokens } = source;
  if (!isName(codeAt(tokens, first))) return false;
  const word = text.slice(startAt(tokens, first), endAt(tokens, first));
  const code = heads.get(word) ?? (vocabulary.kinds.includes(word) ? codes.kind : undefined);
  if (code === undefined) return false;
  tokens.codes[first] = code;
  return true;
}

function knownWords({ vocabulary }: Reading): string[] {
  return [...heads.keys(), ...vocabulary.kinds];
}

/** Leaves out a line with a tab in its indentation, and what may be meant to stand below it. */
function leaveTabbed(reading: Reading): void {
  const { source, frame } = reading;
  reportTab(reading, {
    start: source.start - source.depth + source.indent,
    end: source.start,
  });
  if (reading.segment === null) keepUnread(reading);
  if (frame === null) return;
  frame.block.lost += 1;
  if (frame.width !== -1) passDeeper(source, frame.width);
}

/** Finds the block of a line by its indentation, and reads it there. */
function placeLine(reading: Reading): void {
  const { source } = reading;
  const { indent } = source;
  const innermost = reading.frame;
  let closed: Frame | null = null;
  let frame = innermost;
  while (frame !== null && indent < (frame.width === -1 ? frame.line.indent + 1 : frame.width)) {
    closed = frame;
    closeBlock(reading, frame);
    frame = reading.frame;
  }
  if (frame !== null && (frame.width === -1 || frame.width === indent)) {
    readMember(reading, frame);
    return;
  }
  const width = frame === null ? 0 : frame.width;
  const wanted = closed === null || closed.width === -1 ? width : closed.width;
  reportFault(reading, wrongDepth(source, widthsAround(innermost), wanted));
  if (reading.segment === null) keepUnread(reading);
  if (closed !== null) closed.block.lost += 1;
  else if (frame !== null) takeBack(frame);
  if (frame !== null) frame.block.lost += 1;
  passDeeper(source, width);
}

function widthsAround(innermost: Frame | null): number[] {
  const widths: number[] = [];
  for (let frame = innermost; frame !== null; frame = frame.parent)
    if (frame.width !== -1) widths.push(frame.width);
  widths.push(0);
  return widths.reverse();
}

/** A line with a deeper one below it for no reason counts as unfinished. */
function takeBack(frame: Frame): void {
  if (frame.block.lines.length === 0) return;
  leaveOutLast(frame);
  frame.column = frame.before;
}

/** Reads a line of a block; a faulty one is left out with everything deeper below it. */
function readMember(reading: Reading, frame: Frame): void {
  const { source } = reading;
  const { indent } = source;
  const line = readLineIn(reading, frame);
  if (line === null) {
    frame.block.lost += 1;
    passDeeper(source, indent);
    return;
  }
  frame.width = indent;
  frame.block.lines.push(line);
  if (!openBelow(reading, line, frame)) leaveOutLast(frame);
}

/** A line that stands before all declarations and fits nowhere may still name one. */
function keepUnread(reading: Reading): void {
  const { first, last } = readTokens(reading);
  if (last === first || !markHead(reading, first)) return;
  const line: Line = { first, last, indent: 0, shape: null, body: null, block: null };
  reading.segments.push({ line, readable: false, damaged: true });
}
