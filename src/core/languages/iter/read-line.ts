/** Reads one logical line where it stands: its tokens, and what the grammar makes of them. */
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import { adviseOn } from "./advice.ts";
import { blockWordsOf } from "./block-words.ts";
import type { Extent, Refusal } from "./declaration-parser.ts";
import type { LineShape } from "./derivation.ts";
import { openBracket, refusedToken, strayBracket } from "./faults.ts";
import { readLogicalLine } from "./lexer.ts";
import type { Line } from "./line.ts";
import { columnOf, parserOf, reportFault } from "./reading.ts";
import type { Frame, Reading } from "./reading.ts";
import { recallShape, rememberShape } from "./shapes.ts";
import type { Source } from "./source.ts";
import { codeAt, codes, endAt, startAt } from "./token.ts";

/** Reads the tokens of the line that is looked at. */
export function readTokens({ source }: Reading): Extent {
  const first = source.tokens.count;
  readLogicalLine(source);
  return { first, last: source.tokens.count };
}

/** Reads the line of a block that is looked at; null if it has a fault, which is reported. */
export function readLineIn(reading: Reading, frame: Frame): Line | null {
  const { source } = reading;
  const { indent } = source;
  const { first, last } = readTokens(reading);
  if (frame.block.place === "opaque") {
    const fault = strayBracket(source, { first, last }) ?? source.fault ?? openBracket(source);
    if (fault !== null) reportFault(reading, fault);
    return fault === null ? { first, last, indent, shape: null, body: null, block: null } : null;
  }
  if (frame.block.place === "workflow") markVars(reading, first, last);
  const shape = fitLine(reading, frame, { first, last });
  return shape === null ? null : { first, last, indent, shape, body: null, block: null };
}

/** In a workflow `vars:` opens a block of variables; whatever else begins so is named `vars`. */
function markVars({ source }: Reading, first: number, last: number): void {
  const { text, tokens } = source;
  if (last - first !== 2 || codeAt(tokens, first + 1) !== codes[":"]) return;
  if (text.slice(startAt(tokens, first), endAt(tokens, first)) === "vars")
    tokens.codes[first] = codes.vars;
}

/** The shape of a line in a block, or of the first line of a declaration; null if it has a fault. */
export function fitLine(reading: Reading, frame: Frame | null, line: Extent): LineShape | null {
  const { source, shapes } = reading;
  const { tokens } = source;
  const place = frame === null ? "file" : frame.block.place;
  const ends = source.fault === null && source.brackets.length === 0;
  if (ends && shapes !== null) {
    const known = recallShape(shapes, place, tokens, line);
    if (known !== null) return known;
  }
  const outcome = parserOf(reading).readLine(columnOf(reading, frame), line, ends);
  if (outcome !== null && "form" in outcome) {
    if (shapes !== null) rememberShape(shapes, place, { tokens, ...line }, outcome);
    return outcome;
  }
  const fault = findFault(reading, frame, line, outcome);
  if (fault !== null) reportFault(reading, advised(source, frame, fault));
  return null;
}

/** A fault with the help for what was probably meant, if that is known. */
function advised({ text }: Source, frame: Frame | null, fault: Diagnostic): Diagnostic {
  const at = fault.span.start;
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  const line = text.slice(start, end === -1 ? text.length : end);
  const place = frame?.block.place;
  const words = frame === null || frame.words === "any" ? null : frame.words;
  const help = adviseOn({
    text: line,
    at: at - start,
    takesTexts: place === "properties" || place === "workflow",
    takesPrompt: words?.get(/^\s*(\w+):/.exec(line)?.[1] ?? "")?.namesPrompt === true,
  });
  return help === undefined ? fault : { ...fault, help };
}

/** The first fault by position; a bracket that stays open and an end that comes too early go last. */
function findFault(
  { source }: Reading,
  frame: Frame | null,
  line: Extent,
  refusal: Refusal | null,
): Diagnostic | null {
  if (refusal?.token == null) {
    const fault = source.fault ?? openBracket(source);
    return fault ?? (refusal === null ? null : refusedToken(source, line, refusal));
  }
  // `model:` alone could only open a block, and a model takes none.
  const valueWanted =
    frame !== null &&
    refusal.token === line.first + 2 &&
    codeAt(source.tokens, line.first + 1) === codes[":"] &&
    blockWordsOf(source, frame, line.first) === null;
  const complete = refusal.complete && !valueWanted;
  return refusedToken(source, line, { ...refusal, complete });
}
