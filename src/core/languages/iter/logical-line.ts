/** Reads a logical line: one line, or several while a bracket or a raw string is open. */
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import type { Span } from "#core/text/span.ts";
import { diagnose } from "#core/diagnostics/catalog.ts";
import { readLexemes } from "./lexer.ts";
import { readBlockText } from "./raw-text.ts";
import { keepComment, leadingBlanks, nextLine, physicalLine, rewindComments } from "./reader.ts";
import type { Physical, Reader } from "./reader.ts";
import type { Text } from "./syntax.ts";
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

const closing: ReadonlySet<string> = new Set([")", "]", "}"]);
const opening: ReadonlySet<string> = new Set(["(", "[", "{"]);

/** Reads a line and, while a bracket or a raw string is open, the lines it goes on over. */
export function readLogicalLine(reader: Reader, physical: Physical, topLevel: boolean): Line {
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
      fault ??= neverClosed(open);
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

function neverClosed([bracket]: readonly Token[]): Diagnostic | null {
  if (bracket === undefined) return null;
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
    if (lexeme.type === "raw") return readRaw(reader, token, tokens, fault);
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
