/** Characters to tokens: reads one logical line, over as many physical ones as its brackets need. */
import moo from "moo";
import { diagnose } from "#core/diagnostics/catalog.ts";
import { addToken, codeAt, codes } from "./token.ts";
import { addComment, lineEnd, lookAtLine, stepBack } from "./source.ts";
import type { Source } from "./source.ts";

/** Brackets may lie this deep in one another. */
const deepest = 100;

const lexer = moo.compile({
  // Single characters come first: moo finds them without a regular expression.
  ":": ":",
  "=": "=",
  ",": ",",
  ".": ".",
  "*": "*",
  "|": "|",
  "(": "(",
  ")": ")",
  "[": "[",
  "]": "]",
  "{": "{",
  "}": "}",
  quote: '"',
  tick: "`",
  blank: [" ", "\t"],
  name: /[A-Za-z_][A-Za-z0-9_]*(?![A-Za-z0-9_]|[^ -~\t])|[\p{L}_][\p{L}\p{M}\p{N}_]*/u,
  "->": "->",
  number: /-?[0-9]+(?:\.[0-9]+(?:[eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)/u,
  whole: /-?[0-9]+/u,
  comment: /#[^\n]*/u,
  bad: /[^\n]/u,
});

const [blank, quote, tick, comment, bad] = [101, 102, 103, 104, 105];

/** Moo's names of tokens as numbers. */
const numbers: ReadonlyMap<string | undefined, number> = new Map<string | undefined, number>([
  ...Object.entries(codes),
  ["blank", blank],
  ["quote", quote],
  ["tick", tick],
  ["comment", comment],
  ["bad", bad],
]);

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
  const { text, tokens } = source;
  let first = true;
  let base = from;
  let end = lineEnd(source, source.next - 1);
  lexer.reset(text.slice(base, end));
  for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
    const start = base + token.offset;
    const number = numbers.get(token.type) ?? bad;
    switch (number) {
      case blank:
        continue;
      case codes.name:
        addName(source, token.text, start, first);
        break;
      case comment:
        addComment(source, start, end, false);
        return;
      case bad:
        if (source.fault === null) refuseCharacter(source, start, token.text);
        break;
      case quote:
      case tick: {
        base = readString(source, start, end, number === tick);
        if (base === -1) return;
        if (base > end) end = lineEnd(source, source.next - 1);
        lexer.reset(text.slice(base, end));
        break;
      }
      default:
        if (number >= codes["("] && number <= codes["}"]) countBracket(source, number, start);
        if (source.fault === null) addToken(tokens, number, start, start + token.text.length);
    }
    first = false;
  }
}

/** A name; in a mapping it may begin an entry without a comma before it. */
function addName(source: Source, text: string, start: number, first: boolean): void {
  const { tokens, brackets } = source;
  if (source.fault !== null) return;
  const open = first && brackets.length > 0 ? brackets[brackets.length - 1] : undefined;
  const entry = open !== undefined && source.text.charCodeAt(open) === 0x7b;
  if (entry && codeAt(tokens, tokens.count - 1) === codes.string)
    addToken(tokens, codes.gap, start, start);
  addToken(tokens, nameCode(text), start, start + text.length);
}

/** The code of a name: most are just that. */
function nameCode(text: string): number {
  switch (text.length) {
    case 2:
      return text === "as" ? codes.as : codes.name;
    case 3:
      return text === "not" ? codes.not : codes.name;
    case 4:
      if (text === "when") return codes.when;
      if (text === "with") return codes.with;
      return text === "enum" ? codes.enum : codes.name;
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
