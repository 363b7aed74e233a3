/**
 * Lines to a tree: logical lines with their tokens, each with the lines of the block below it.
 *
 * Faults are kept with the line they belong to and reported by the parser, which knows whether a
 * line above was lost and with it everything below.
 */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import type { Span } from "#core/text/span.ts";
import { readLexemes } from "./lexer.ts";
import { readBlockText } from "./raw-text.ts";
import type { Comment, Text } from "./syntax.ts";
import type { Token, TokenType } from "./token.ts";

/** A logical line. */
export interface Line {
  readonly indent: number;
  readonly tokens: readonly Token[];
  readonly span: Span;
  /** A fault of its characters, strings or brackets, and where. */
  readonly fault: Diagnostic | null;
  /** Left out without a report: the line below is deeper for no reason. */
  unfinished: boolean;
  readonly children: (Line | Stretch)[];
  /** The raw text below a prompt or a `key: |`; null if it should be there and isn't. */
  body?: Text | null;
}

/** Lines that were left out for their indentation, or a line that begins with a tab. */
export interface Stretch {
  readonly stretch: Diagnostic;
  /** A tab, of which a declaration reports only the first. */
  readonly tab: boolean;
}

/** A file as a tree of lines. */
export interface Layout {
  readonly lines: readonly (Line | Stretch)[];
  readonly comments: readonly Comment[];
}

/** Where reading has come to; one per file. */
interface Reader {
  readonly file: SourceFile;
  readonly comments: Comment[];
  /** Index of the next physical line. */
  next: number;
}

interface Block {
  readonly indent: number;
  readonly children: (Line | Stretch)[];
}

/** Reads the layout of a file. */
export function readLayout(file: SourceFile): Layout {
  const reader: Reader = { file, comments: [], next: 0 };
  const root: Block = { indent: 0, children: [] };
  const stack: Block[] = [root];
  let above: Line | null = null;
  for (;;) {
    const physical = nextLine(reader);
    if (physical === null) break;
    if (physical.tab) {
      const owner = above !== null && opensBlock(above) ? above : (stack.at(-1) as Block);
      owner.children.push(tabStretch(reader, physical));
      continue;
    }
    above = place(reader, stack, above, physical);
  }
  return { lines: root.children, comments: reader.comments };
}

interface Physical {
  readonly indent: number;
  /** A tab stands among the blanks before the first other character. */
  readonly tab: boolean;
  readonly start: number;
  /** Without the line end. */
  readonly end: number;
}

/** The next line that holds more than blanks and comments; the comments are kept. */
function nextLine(reader: Reader): Physical | null {
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

function leadingBlanks(text: string, { start, end }: Physical): number {
  let at = start;
  while (at < end && (text[at] === " " || text[at] === "\t")) at += 1;
  return at - start;
}

function keepComment(reader: Reader, start: number, end: number): void {
  const text = reader.file.text.slice(start, end).trimEnd();
  reader.comments.push({ span: { start, end: start + text.length }, text });
}

function tabStretch(reader: Reader, physical: Physical): Stretch {
  const span = {
    start: physical.start,
    end: physical.start + leadingBlanks(reader.file.text, physical),
  };
  return {
    tab: true,
    stretch: diagnose("E003", span, { fault: "tab" }),
  };
}

/** Puts a line where its indentation says, and returns it if further lines may belong to it. */
function place(
  reader: Reader,
  stack: Block[],
  above: Line | null,
  physical: Physical,
): Line | null {
  const top = stack.at(-1) as Block;
  if (physical.indent > top.indent) {
    if (above !== null && opensBlock(above)) {
      stack.push({ indent: physical.indent, children: above.children });
    } else {
      if (above !== null && stack.length > 1) above.unfinished = true;
      (above ?? top).children.push({ stretch: tooDeep(top, physical, stack), tab: false });
      leaveOut(reader, top);
      return above;
    }
  } else if (physical.indent < top.indent) {
    while ((stack.at(-1) as Block).indent > physical.indent) stack.pop();
    const outer = stack.at(-1) as Block;
    if (outer.indent !== physical.indent) {
      outer.children.push({ stretch: tooDeep(outer, physical, stack), tab: false });
      leaveOut(reader, outer);
      return null;
    }
  }
  const line = readLogicalLine(reader, physical, stack.length === 1);
  (stack.at(-1) as Block).children.push(line);
  return line;
}

function opensBlock(line: Line): boolean {
  return line.tokens.at(-1)?.type === ":" && line.body === undefined;
}

/** Skips all that follows until a line is not deeper than the block. */
function leaveOut(reader: Reader, block: Block): void {
  for (;;) {
    const before = reader.next;
    const next = nextLine(reader);
    if (next === null) return;
    if (next.indent <= block.indent && !next.tab) {
      reader.next = before;
      rewindComments(reader, next.start);
      return;
    }
  }
}

/** Comments between are read again. */
function rewindComments(reader: Reader, start: number): void {
  const from = reader.file.lineStarts[reader.next] ?? start;
  while ((reader.comments.at(-1)?.span.start ?? -1) >= from) reader.comments.pop();
}

function tooDeep(
  block: Block,
  { indent, start, end }: Physical,
  stack: readonly Block[],
): Diagnostic {
  const around = [...new Set(stack.map((open) => open.indent))];
  const span = { start: start + indent, end };
  return diagnose("E003", span, { fault: "depth", depth: indent, around, wanted: block.indent });
}

const closing: ReadonlySet<string> = new Set([")", "]", "}"]);
const opening: ReadonlySet<string> = new Set(["(", "[", "{"]);

/** Reads a line and, while a bracket or a raw string is open, the lines it goes on over. */
function readLogicalLine(reader: Reader, physical: Physical, topLevel: boolean): Line {
  const tokens: Token[] = [];
  const open: Token[] = [];
  let fault: Diagnostic | null = null;
  let at = physical;
  let from = physical.start + physical.indent;
  for (;;) {
    const ended = readPhysical(reader, at, from, tokens, open);
    fault ??= ended.fault;
    if (ended.resume !== undefined) {
      [at, from] = [ended.resume.physical, ended.resume.from];
      continue;
    }
    if (open.length === 0 || ended.open) break;
    const next = continuation(reader, physical.indent);
    if (next === null) {
      fault ??= neverClosed(open[0] as Token);
      break;
    }
    at = next;
    from = at.start + leadingBlanks(reader.file.text, at);
  }
  const end = tokens.at(-1)?.end ?? at.end;
  const line: Line = {
    indent: physical.indent,
    tokens,
    span: { start: physical.start + physical.indent, end },
    fault,
    unfinished: false,
    children: [],
  };
  if (fault === null && takesRawText(tokens, topLevel)) readBody(reader, line);
  return line;
}

function neverClosed(bracket: Token): Diagnostic {
  const closer = { "(": ")", "[": "]", "{": "}" }[bracket.text] ?? "";
  return diagnose("E002", bracket, { fault: "bracket", bracket: bracket.text, closing: closer });
}

/** The next line, if it may belong to the open bracket: deeper, or beginning with the closing one. */
function continuation(reader: Reader, indent: number): Physical | null {
  const before = reader.next;
  const next = nextLine(reader);
  if (next === null) return null;
  const first = reader.file.text[next.start + leadingBlanks(reader.file.text, next)] ?? "";
  if (next.tab || next.indent > indent || (next.indent === indent && closing.has(first)))
    return next;
  reader.next = before;
  rewindComments(reader, next.start);
  return null;
}

interface Ended {
  readonly fault: Diagnostic | null;
  /** A string was left open: nothing more belongs to the line. */
  readonly open: boolean;
  /** The line goes on behind a raw string. */
  readonly resume?: { readonly physical: Physical; readonly from: number };
}

/** Reads one physical line into the tokens of its logical line. */
function readPhysical(
  reader: Reader,
  physical: Physical,
  from: number,
  tokens: Token[],
  open: Token[],
): Ended {
  let fault: Diagnostic | null = null;
  let first = from <= physical.start + leadingBlanks(reader.file.text, physical);
  for (const lexeme of readLexemes(reader.file.text.slice(from, physical.end), from)) {
    if (lexeme.type === "comment") {
      keepComment(reader, lexeme.start, lexeme.end);
      continue;
    }
    if (lexeme.type === "bad") {
      fault ??= badCharacter(reader.file, lexeme);
      continue;
    }
    if (lexeme.type === "open")
      return { fault: fault ?? openString(reader.file, lexeme), open: true };
    const token = tokenOf(
      reader.file,
      lexeme.type === "raw" ? "string" : lexeme.type,
      lexeme,
      tokens.length,
      first,
    );
    first = false;
    if (lexeme.type === "raw") return { fault, ...readRaw(reader, token, tokens, fault) };
    tokens.push(token);
    if (opening.has(token.type)) open.push(token);
    else if (closing.has(token.type)) open.pop();
  }
  return { fault, open: false };
}

function tokenOf(
  file: SourceFile,
  type: TokenType,
  span: Span,
  index: number,
  first: boolean,
): Token {
  return {
    type,
    text: file.text.slice(span.start, span.end),
    start: span.start,
    end: span.end,
    index,
    first,
  };
}

/** Reads on to the closing backtick, whichever line it is on. */
function readRaw(reader: Reader, opened: Token, tokens: Token[], fault: Diagnostic | null): Ended {
  const { file } = reader;
  const close = file.text.indexOf("`", opened.start + 1);
  if (close === -1) return { fault: fault ?? openString(reader.file, opened), open: true };
  while ((file.lineStarts[reader.next] ?? Infinity) <= close) reader.next += 1;
  tokens.push(
    tokenOf(file, "string", { start: opened.start, end: close + 1 }, opened.index, opened.first),
  );
  return {
    fault,
    open: false,
    resume: { physical: physicalLine(file, reader.next - 1), from: close + 1 },
  };
}

function badCharacter(file: SourceFile, span: Span): Diagnostic {
  const found = file.text.slice(span.start, span.end);
  return found === "\r"
    ? diagnose("E001", span, { fault: "carriage-return" })
    : diagnose("E001", span, { fault: "character", found });
}

function openString(file: SourceFile, span: Span): Diagnostic {
  return diagnose("E004", span, { quote: file.text[span.start] === "`" ? "`" : '"' });
}

/** `prompt name:` at the margin, and `key: |` anywhere. */
function takesRawText(tokens: readonly Token[], topLevel: boolean): boolean {
  const last = tokens.at(-1)?.type;
  if (topLevel && tokens[0]?.text === "prompt" && last === ":") return true;
  return last === "|" && tokens.at(-2)?.type === ":";
}

function readBody(reader: Reader, line: Line): void {
  const read = readBlockText(
    reader.file,
    reader.next,
    line.indent,
    line.tokens.at(-1)?.type === "|" ? "block" : "body",
  );
  reader.next = read.next;
  line.body = read.text;
  for (const tab of read.tabs) {
    const stretch = diagnose("E003", tab, { fault: "tab" });
    line.children.push({ stretch, tab: true });
  }
}
