/** Opens what a line says is below it, and closes it when a line is less deep. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Span } from "#core/text/span.ts";
import { blockWordsOf, isGivenTwice } from "./block-words.ts";
import { missingBlock, missingValue } from "./faults.ts";
import type { Line } from "./line.ts";
import { readRawText } from "./raw-text.ts";
import { passBlock, passLine, reportFault } from "./reading.ts";
import type { Frame, Reading } from "./reading.ts";
import type { Place } from "./shapes.ts";
import { codeAt, codes, endAt, startAt } from "./token.ts";
import type { BlockWords } from "./vocabulary.ts";

/**
 * Opens the block of a line, or reads the raw text below it.
 *
 * False if there should be a text and is none: then the line is to be left out.
 */
export function openBelow(reading: Reading, line: Line, parent: Frame | null): boolean {
  switch (line.shape?.form) {
    case undefined:
      return openOpaque(reading, line, parent);
    case "head":
      openHead(reading, line);
      return true;
    case "vars":
    case "preset":
      open(reading, line, { place: line.shape.form, words: null }, parent);
      return true;
    case "block":
      open(reading, line, belowProperty(reading, line, parent), parent);
      return true;
    case "text":
      return readBody(reading, line, parent);
    default:
      passLine(reading, parent, false);
      return true;
  }
}

/** A block that has not begun yet. */
interface Below {
  readonly place: Place;
  readonly words: BlockWords | null;
}

function open(reading: Reading, line: Line, { place, words }: Below, parent: Frame | null): void {
  const block = { place, lines: [], lost: 0 };
  line.block = block;
  reading.frame = {
    line,
    block,
    parent,
    words,
    width: -1,
    column: null,
    before: null,
    given: null,
    scanned: 0,
  };
}

function openHead(reading: Reading, line: Line): void {
  const { source, vocabulary } = reading;
  const { text, tokens } = source;
  const word = text.slice(startAt(tokens, line.first), endAt(tokens, line.first));
  const words = vocabulary.propertiesOf(word);
  open(reading, line, { place: places[codeAt(tokens, line.first)] ?? "properties", words }, null);
}

/** What is below the first line of a declaration, by its first word; else it is properties. */
const places: Readonly<Record<number, Place>> = {
  [codes.presets]: "presets",
  [codes.schema]: "schema",
  [codes.workflow]: "workflow",
};

/** A block that the property isn't known to take, or takes a second time, is mere tokens. */
function belowProperty({ source }: Reading, line: Line, parent: Frame | null): Below {
  const words = parent === null ? null : blockWordsOf(source, parent, line.first);
  if (parent === null || words === null || isGivenTwice(source, parent))
    return { place: "opaque", words: null };
  return { place: "properties", words };
}

/** In a block of mere tokens a line opens another one if it ends so. */
function openOpaque(reading: Reading, line: Line, parent: Frame | null): boolean {
  const { tokens } = reading.source;
  const last = codeAt(tokens, line.last - 1);
  if (last === codes[":"]) open(reading, line, { place: "opaque", words: null }, parent);
  else if (last === codes["|"] && codeAt(tokens, line.last - 2) === codes[":"])
    return readBody(reading, line, parent);
  return true;
}

function readBody(reading: Reading, line: Line, parent: Frame | null): boolean {
  const { source } = reading;
  const read = readRawText(source, line.indent, parent === null ? "body" : "block");
  if (read.tab !== null) reportTab(reading, read.tab);
  if (read.text === null && read.tab === null) {
    reportFault(reading, missingBlock(source, line, "text"));
    return false;
  }
  line.body = read.text ?? emptyText(endAt(source.tokens, line.last - 1));
  if (line.shape !== null) passLine(reading, parent, true);
  return true;
}

/** All lines of the text were left out. */
function emptyText(at: number): NonNullable<Line["body"]> {
  const span = { start: at, end: at };
  return { form: "string", text: "", marks: [{ at: 0, source: at }], style: "body", span };
}

/** Reports a tab in an indentation, unless one was reported in the declaration before. */
export function reportTab(reading: Reading, tab: Span): void {
  if (reading.segment !== null) reading.segment.damaged = true;
  if (!reading.tabbed) reading.report(diagnose("E003", tab, { fault: "tab" }));
  reading.tabbed = true;
}

/** Closes a block; if nothing stands in it, the line that opened it is left out. */
export function closeBlock(reading: Reading, frame: Frame): void {
  const { block, line, parent } = frame;
  reading.frame = parent;
  if (block.lines.length > 0 || block.lost > 0) {
    passBlock(reading, frame);
    return;
  }
  const { source } = reading;
  const valueWanted = line.shape?.form === "block" && frame.words === null;
  reportFault(
    reading,
    valueWanted ? missingValue(source, line) : missingBlock(source, line, "lines"),
  );
  if (parent !== null) leaveOutLast(parent);
  else if (reading.segment !== null) reading.segment.readable = false;
}

/** Leaves out the last line of a block, as if it had never been there. */
export function leaveOutLast(frame: Frame): void {
  frame.block.lines.pop();
  frame.block.lost += 1;
  if (frame.block.lines.length === 0) frame.width = -1;
}
