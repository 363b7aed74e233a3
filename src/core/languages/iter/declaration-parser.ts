/**
 * Parses one declaration: one Nearley parse, in which a faulty line is taken back and left out.
 *
 * What a line derives depends on the types of its tokens and on where it stands. Shapes that have
 * been derived once are remembered, and such lines are not given to the parser again.
 */
import nearley from "nearley";
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import type { LineDerivation, Terminal } from "./derivation.ts";
import grammar from "./grammar.generated.ts";
import { shapeOf } from "./token.ts";
import type { Token, TokenType } from "./token.ts";
import type { Line } from "./logical-line.ts";

/** A line of a declaration as it is parsed, with what becomes of it. */
export interface ParsedLine {
  readonly line: Line;
  /** Tokens with the head word marked. */
  readonly tokens: readonly Token[];
  /** Where it stands: `node`, `property`, `edge` …, for the memory of shapes. */
  readonly place: string;
  /** The block below: its lines, `opaque` for mere tokens, `text` for raw text, null for none. */
  readonly below: readonly ParsedLine[] | "opaque" | "text" | null;
  /** Lost lines of the block below. */
  lost: number;
  derivation: LineDerivation | null;
}

/** Remembers derivations by place and shape. */
export type Shapes = Map<string, LineDerivation>;

const compiled = nearley.Grammar.fromCompiled(grammar);

/** Feeds tokens that are made elsewhere. */
function createQueue(): { readonly lexer: nearley.Lexer; put(token: Token): void } {
  let waiting: Token | undefined;
  return {
    put(token) {
      waiting = token;
    },
    lexer: {
      reset: () => undefined,
      next: () => {
        const token = waiting;
        waiting = undefined;
        return token as nearley.Token | undefined;
      },
      save: () => ({}),
      formatError: () => "",
    },
  };
}

/** Why a token was refused. */
interface Refused {
  readonly token: Token;
  readonly expected: readonly Terminal[];
}

/** One parse; `results` counts what it came to. */
export interface DeclarationParse {
  /** False if the first line itself was refused. */
  readonly readable: boolean;
  readonly faults: readonly Diagnostic[];
  readonly results: number;
}

/** Parses a declaration and fills in the derivations of its lines; lost ones keep null. */
export function parseDeclaration(head: ParsedLine, shapes: Shapes | null): DeclarationParse {
  const faults: Diagnostic[] = [];
  if (shapes !== null && recall(head, shapes)) return { readable: true, faults, results: 1 };
  const queue = createQueue();
  const parser = new nearley.Parser(compiled, { lexer: queue.lexer });
  const fed: ParsedLine[] = [];
  const feed = (token: Token): Refused | null => {
    // nearley adds the column it could not fill before it complains.
    const column = parser.save();
    queue.put(token);
    try {
      parser.feed("");
      return null;
    } catch {
      parser.restore(column);
      return { token, expected: expectedIn(column) };
    }
  };
  const feedLine = (parsed: ParsedLine): boolean => {
    const before = parser.save();
    const fault = refuse(parsed, feed);
    if (fault === null) {
      fed.push(parsed);
      return true;
    }
    parser.restore(before);
    faults.push(fault);
    return false;
  };
  const readable = feedTree(head, shapes, feedLine, feed);
  if (!readable) return { readable, faults, results: 0 };
  const results = readResults(parser.results);
  for (const [index, derivation] of (results[0] ?? []).entries()) {
    const parsed = fed[index];
    if (parsed === undefined) continue;
    parsed.derivation = derivation;
    if (shapes !== null) shapes.set(keyOf(parsed), derivation);
  }
  return { readable, faults, results: results.length };
}

/** Feeds a line and the block below it; lines whose shape is known are passed over. */
function feedTree(
  parsed: ParsedLine,
  shapes: Shapes | null,
  feedLine: (parsed: ParsedLine) => boolean,
  feed: (token: Token) => Refused | null,
): boolean {
  if (!feedLine(parsed)) return false;
  if (parsed.below === "opaque") feed(layoutToken("opaque", parsed));
  if (parsed.below === "text") feed(layoutToken("text", parsed));
  if (parsed.below === null || typeof parsed.below === "string") return true;
  feed(layoutToken("indent", parsed));
  let given = 0;
  for (const child of parsed.below) {
    if (shapes !== null && recall(child, shapes)) continue;
    if (feedTree(child, shapes, feedLine, feed)) given += 1;
    else parsed.lost += 1;
  }
  if (given === 0) feed(layoutToken("lost", parsed));
  feed(layoutToken("dedent", parsed));
  return true;
}

/** Takes derivations from memory, if all shapes of the line and of the block below it are known. */
function recall(parsed: ParsedLine, shapes: Shapes): boolean {
  if (parsed.line.fault !== null || parsed.line.unfinished) return false;
  if (parsed.line.body === null) return false;
  const derivation = shapes.get(keyOf(parsed));
  if (derivation === undefined) return false;
  if (Array.isArray(parsed.below)) {
    for (const child of readLines(parsed.below)) if (!recall(child, shapes)) return false;
    if (parsed.below.length === 0 && parsed.lost === 0) return false;
  }
  parsed.derivation = derivation;
  return true;
}

function readLines(below: ParsedLine["below"]): readonly ParsedLine[] {
  return Array.isArray(below) ? (below as readonly ParsedLine[]) : [];
}

function keyOf(parsed: ParsedLine): string {
  let key = parsed.place;
  for (const token of parsed.tokens) key += shapeOf(token);
  const { below } = parsed;
  return key + (below === null ? "" : typeof below === "string" ? `/${below}` : "/block");
}

/** Feeds the tokens of one line; the first fault by position, or null. */
function refuse(parsed: ParsedLine, feed: (token: Token) => Refused | null): Diagnostic | null {
  const { line } = parsed;
  for (const token of parsed.tokens) {
    if (line.fault !== null && line.fault.code !== "E002" && token.start > line.fault.span.start)
      return line.fault;
    const refused = feed(token);
    if (refused !== null)
      return line.fault !== null &&
        line.fault.span.start < token.start &&
        line.fault.code !== "E002"
        ? line.fault
        : misplaced(parsed, refused);
  }
  if (line.fault !== null) return line.fault;
  const refused = feed(layoutToken("newline", parsed));
  if (refused !== null) return tooEarly(parsed, refused.expected);
  return missingBlock(parsed) ?? unfinished(line);
}

/** A line that is whole by itself, but has a deeper one below for no reason. */
function unfinished(line: Line): Diagnostic | null {
  const below = line.unfinished ? line.children.find((child) => "stretch" in child) : undefined;
  return below === undefined ? null : below.stretch;
}

function misplaced(parsed: ParsedLine, { token, expected }: Refused): Diagnostic {
  const found = token.text;
  const labels = labelsOf(expected);
  if (token.index === 0) return diagnose("E001", token, { fault: "line", found, expected: labels });
  if (!labels.includes(endOfLine))
    return diagnose("E002", token, { fault: "token", found, expected: labels });
  const before = textOf(parsed.tokens.slice(0, token.index));
  const others = labels.filter((label) => label !== endOfLine);
  return diagnose("E001", token, { fault: "end", line: before, found, expected: others });
}

function tooEarly(parsed: ParsedLine, expected: readonly Terminal[]): Diagnostic {
  const end = parsed.tokens.at(-1)?.end ?? parsed.line.span.end;
  return diagnose("E002", { start: end, end }, { fault: "end", expected: labelsOf(expected) });
}

/** A line that opens a block or a text needs one. */
function missingBlock(parsed: ParsedLine): Diagnostic | null {
  const { line, below, tokens } = parsed;
  const opens = tokens.at(-1)?.type;
  if (opens !== ":" && opens !== "|") return null;
  const missing = below === "text" ? line.body === null : below === null;
  if (!missing) return null;
  const what = below === "text" ? "text" : "lines";
  return diagnose("E002", line.span, { fault: "block", line: textOf(tokens), what });
}

const endOfLine = "the end of the line";

/** What could stand in place of a token, each once. */
function labelsOf(expected: readonly Terminal[]): string[] {
  const labels = new Set(expected.map((terminal) => terminal.label));
  labels.delete("a line");
  return [...labels];
}

/** Tokens of a line as an author would write them. */
function textOf(tokens: readonly Token[]): string {
  return tokens
    .map(
      (token, index) =>
        (token.start > (tokens[index - 1]?.end ?? token.start) ? " " : "") + token.text,
    )
    .join("");
}

/** A token that the layout adds behind a line. */
function layoutToken(type: TokenType, parsed: ParsedLine): Token {
  const end = parsed.line.span.end;
  return { type, text: "", start: end, end, index: parsed.tokens.length, first: false };
}

/** What the parser waits for in a column. */
function expectedIn(column: unknown): Terminal[] {
  const { scannable } = column as { scannable: { rule: { symbols: unknown[] }; dot: number }[] };
  return scannable.map((state) => state.rule.symbols[state.dot] as Terminal);
}

function readResults(results: readonly unknown[]): readonly (readonly LineDerivation[])[] {
  return results as readonly (readonly LineDerivation[])[];
}
