/** Characters to tokens: reads one logical line, over as many physical ones as its brackets need. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import { codeAlone, namePlaces, sorts } from "./lexemes.ts";
import { readLexeme } from "./read-lexeme.ts";
import { addToken, codeAt, codes } from "./token.ts";
import { addComment, lineEnd, lookAtLine, stepBack } from "./source.ts";
import type { Source } from "./source.ts";

/** Brackets may lie this deep in one another. */
const deepest = 100;

/**
 * Reads the logical line that begins where the source stands; its tokens are added.
 *
 * Behind a fault no more tokens are added, but brackets still count for where the line ends.
 */
export function readLogicalLine(source: Source): void {
  source.fault = null;
  source.brackets.length = 0;
  let from = source.start;
  for (;;) {
    readPhysical(source, from);
    if (source.brackets.length === 0 || !continues(source)) break;
    from = source.start;
  }
}

/** Goes on to the next line, if it may belong to the open bracket. */
function continues(source: Source): boolean {
  const { indent } = source;
  const found = lookAtLine(source);
  const { depth } = source;
  const deep = found && depth > indent;
  const closes = found && depth === indent && isCloser(source.text.charCodeAt(source.start));
  source.indent = indent;
  if (found && !deep && !closes) stepBack(source);
  return deep || closes;
}

function isCloser(char: number): boolean {
  return char === 0x29 || char === 0x5d || char === 0x7d;
}

/** Reads from an offset to the end of its line, or of the line on which a raw string ends. */
function readPhysical(source: Source, from: number): void {
  const { text } = source;
  let end = lineEnd(source, source.next - 1);
  let first = true;
  let at = from;
  while (at < end) {
    const start = at;
    let code = codeAlone(text.charCodeAt(start));
    at += 1;
    if (code === sorts.blank) continue;
    if (code === codes.name) at = nameEnd(text, at, end);
    else if (code === codes.whole) {
      at = digitsEnd(text, at, end);
      if (hasFraction(text, at)) {
        code = codes.number;
        at = digitsEnd(text, at + 2, end);
      }
    } else if (code === sorts.bad && isArrow(text, start)) {
      code = codes["->"];
      at += 1;
    }
    if (at === -1 || code === sorts.bad) {
      const lexeme = readLexeme(text.slice(start, end));
      code = lexeme.code;
      at = start + lexeme.length;
    }
    switch (code) {
      case codes.name:
        addName(source, start, at, first);
        break;
      case sorts.comment:
        addComment(source, start, end, false);
        return;
      case sorts.bad:
        if (source.fault === null) refuseCharacter(source, start, text.slice(start, at));
        break;
      case sorts.quote:
      case sorts.tick:
        at = readString(source, start, end, code === sorts.tick);
        if (at === -1) return;
        if (at > end) end = lineEnd(source, source.next - 1);
        break;
      default:
        if (code >= codes["("] && code <= codes["}"]) countBracket(source, code, start);
        if (source.fault === null) addToken(source.tokens, code, start, at);
    }
    first = false;
  }
}

/** Where a name ends; -1 if only moo can say it: there is more than visible ASCII about it. */
function nameEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && namePlaces[text.charCodeAt(at)] === 1) at += 1;
  if (at === end) return end;
  const char = text.charCodeAt(at);
  return codeAlone(char) === sorts.bad && !isPlain(char) ? -1 : at;
}

/** Where digits end; -1 if an exponent may follow, which only moo can say. */
function digitsEnd(text: string, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    const char = text.charCodeAt(at);
    if (codeAlone(char) === codes.whole) continue;
    return char === 0x45 || char === 0x65 ? -1 : at;
  }
  return end;
}

/** True if what stands behind digits is a dot and a digit. */
function hasFraction(text: string, at: number): boolean {
  return text.charCodeAt(at) === 0x2e && codeAlone(text.charCodeAt(at + 1)) === codes.whole;
}

/** Most of what begins with a character that alone is bad: every edge has one. */
function isArrow(text: string, start: number): boolean {
  return text.charCodeAt(start) === 0x2d && text.charCodeAt(start + 1) === 0x3e;
}

/** True for visible ASCII characters. */
function isPlain(char: number): boolean {
  return char >= 0x20 && char < 0x7f;
}

/** A name; in a mapping it may begin an entry without a comma before it. */
function addName(source: Source, start: number, end: number, first: boolean): void {
  const { text, tokens, brackets } = source;
  if (source.fault !== null) return;
  const open = first && brackets.length > 0 ? brackets[brackets.length - 1] : undefined;
  const entry = open !== undefined && text.charCodeAt(open) === 0x7b;
  if (entry && codeAt(tokens, tokens.count - 1) === codes.string)
    addToken(tokens, codes.gap, start, start);
  addToken(tokens, nameCode(text, start, end), start, end);
}

/** The code of a name: most are just that. */
function nameCode(text: string, start: number, end: number): number {
  switch (end - start) {
    case 2:
      return text.startsWith("as", start) ? codes.as : codes.name;
    case 3:
      return text.startsWith("not", start) ? codes.not : codes.name;
    case 4:
      if (text.startsWith("when", start)) return codes.when;
      if (text.startsWith("with", start)) return codes.with;
      return text.startsWith("enum", start) ? codes.enum : codes.name;
    default:
      return codes.name;
  }
}

function countBracket(source: Source, code: number, start: number): void {
  const { brackets } = source;
  if (code === codes[")"] || code === codes["]"] || code === codes["}"]) {
    brackets.pop();
    return;
  }
  if (brackets.length === deepest)
    source.fault ??= diagnose("E001", { start, end: start + 1 }, { fault: "depth" });
  brackets.push(start);
}

/** Reads a string; returns the offset behind it, or -1 if it isn't closed. */
function readString(source: Source, start: number, end: number, raw: boolean): number {
  const { text, tokens } = source;
  const close = raw ? text.indexOf("`", start + 1) : closingQuote(text, start + 1, end);
  if (close === -1) {
    const span = { start, end };
    source.fault ??= diagnose("E004", span, { quote: raw ? "`" : '"' });
    return -1;
  }
  if (raw) while ((source.lineStarts[source.next] ?? Infinity) <= close) source.next += 1;
  else if (source.fault === null && source.hasReturns) refuseReturns(source, start, close);
  if (source.fault === null) addToken(tokens, codes.string, start, close + 1);
  return close + 1;
}

/** The quote before `end` that no backslash stands before, or -1. */
function closingQuote(text: string, from: number, end: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && at < end) {
    let before = at;
    while (before > from && text.charCodeAt(before - 1) === 0x5c) before -= 1;
    if ((at - before) % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return -1;
}

function refuseReturns(source: Source, start: number, close: number): void {
  const at = source.text.indexOf("\r", start);
  if (at !== -1 && at < close) refuseCharacter(source, at, "\r");
}

function refuseCharacter(source: Source, start: number, found: string): void {
  const span = { start, end: start + found.length };
  source.fault =
    found === "\r"
      ? diagnose("E001", span, { fault: "carriage-return" })
      : diagnose("E001", span, { fault: "character", found });
}
