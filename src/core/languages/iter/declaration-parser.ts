/**
 * One Nearley parse per declaration, fed line by line.
 *
 * A column of the parse is all there is to know between two lines. So a line can be read from a
 * column that was kept, and a line that doesn't fit leaves no trace.
 */
import nearley from "nearley";
import { codeNames, codeAt, codes, isName, startAt, endAt } from "./token.ts";
import type { FedToken, LineShape } from "./derivation.ts";
import grammar from "./grammar.generated.ts";
import { withoutRepetition } from "./repetition.ts";
import type { Source } from "./source.ts";

/** What the parser expects between two tokens. */
export interface Column {
  readonly index: number;
  readonly states: readonly {
    readonly isComplete: boolean;
    readonly reference: number;
    readonly data: unknown;
  }[];
  readonly scannable: readonly {
    readonly rule: { readonly symbols: readonly unknown[] };
    readonly dot: number;
  }[];
}

/** A token that doesn't fit, or the end of the line where it can't end. */
export interface Refusal {
  /** Index among all tokens; null for the end of the line. */
  readonly token: number | null;
  /** What could stand there, in words. */
  readonly expected: readonly string[];
  /** The line could have ended before the token. */
  readonly complete: boolean;
}

/** What the layout tells the parser besides tokens. */
export type LayoutToken = "newline" | "indent" | "dedent" | "text" | "opaque" | "lost";

/** Tokens of a line: indices from `first` to before `last`. */
export interface Extent {
  readonly first: number;
  readonly last: number;
}

/** The parse of one declaration. */
export interface DeclarationParser {
  /** The column before the first line. */
  readonly start: Column;
  /** Feeds what the layout says behind a column; returns the column behind it. */
  feedLayout(column: Column, ...tokens: readonly LayoutToken[]): Column;
  /** Reads a line from a column: its shape, or why it has none; null if it fits so far and has no end. */
  readLine(column: Column, line: Extent, ends: boolean): LineShape | Refusal | null;
  /** The column behind the line that was read last. */
  end(): Column;
  /** How many derivations the tokens fed so far have as a declaration. */
  results(): number;
}

const compiled = nearley.Grammar.fromCompiled(grammar);

/** Begins the parse of a declaration. */
export function createDeclarationParser(source: Source): DeclarationParser {
  const queue = createQueue();
  const parser = new nearley.Parser(compiled, { lexer: queue.lexer });
  const feed = (type: string, text: string, index: number): boolean => {
    // nearley explains at length why a token doesn't fit; it is asked for less.
    if (!accepts(readColumn(parser.save()), type, text)) return false;
    queue.put({ type, text, index });
    parser.feed("");
    return true;
  };
  const end = (): Column => readColumn(parser.save());
  return {
    start: end(),
    end,
    results: () => parser.results.length,
    feedLayout(column, ...tokens) {
      parser.restore(writeColumn(column));
      for (const token of tokens) feed(token, "", 0);
      return end();
    },
    readLine(column, { first, last }, ends) {
      parser.restore(writeColumn(column));
      for (const token of withoutRepetition(source.tokens, first, last)) {
        const code = codeAt(source.tokens, token);
        if (feed(typeOf(code), textOf(source, code, token), token - first)) continue;
        return refuse(end(), code === codes.gap ? token + 1 : token);
      }
      if (!ends) return null;
      if (!feed("newline", "", last - first)) return refuse(end(), null);
      return findShape(end(), column.index) ?? refuse(end(), null);
    },
  };
}

/** Hands tokens that are made elsewhere to nearley. */
function createQueue(): { readonly lexer: nearley.Lexer; put(token: FedToken): void } {
  const waiting: FedToken[] = [];
  return {
    put: (token) => {
      waiting.push(token);
    },
    lexer: {
      reset: () => undefined,
      next: () => readToken(waiting.pop()),
      save: () => ({}),
      formatError: () => "",
    },
  };
}

/** What the grammar calls a token. */
function typeOf(code: number): string {
  if (code >= codes.when && code <= codes.enum) return "name";
  return codeNames[code] ?? "";
}

/** Names and punctuation can be asked for as they are written. */
function textOf({ text, tokens }: Source, code: number, index: number): string {
  if (!isName(code)) return code >= codes["->"] ? (codeNames[code] ?? "") : "";
  return text.slice(startAt(tokens, index), endAt(tokens, index));
}

/** A symbol of the grammar that stands for a token. */
interface Terminal {
  readonly type?: string;
  readonly literal?: string;
}

function accepts(column: Column, type: string, text: string): boolean {
  return column.scannable.some(({ rule, dot }) => {
    const terminal = readTerminal(rule.symbols[dot]);
    return terminal.type === undefined ? terminal.literal === text : terminal.type === type;
  });
}

function refuse(column: Column, token: number | null): Refusal {
  const expected = new Set<string>();
  for (const { rule, dot } of column.scannable) {
    const { type, literal } = readTerminal(rule.symbols[dot]);
    expected.add(type === undefined ? `\`${literal ?? ""}\`` : (phrases[type] ?? ""));
  }
  expected.delete("");
  if (expected.has("a number")) expected.delete("a whole number");
  return { token, expected: [...expected], complete: accepts(column, "newline", "") };
}

/** How messages call tokens that aren't written the same everywhere. */
const phrases: Readonly<Record<string, string>> = {
  name: "a name",
  string: "a string",
  whole: "a whole number",
  number: "a number",
};

/** The shape that is complete in a column and began in another. */
function findShape(column: Column, reference: number): LineShape | null {
  for (const state of column.states) {
    if (!state.isComplete || state.reference !== reference) continue;
    const shape = readShape(state.data);
    if (shape !== null) return shape;
  }
  return null;
}

function readShape(data: unknown): LineShape | null {
  return typeof data === "object" && data !== null && "form" in data ? (data as LineShape) : null;
}

function readTerminal(symbol: unknown): Terminal {
  return symbol as Terminal;
}

function readColumn(saved: unknown): Column {
  return saved as Column;
}

function writeColumn(column: Column): Parameters<nearley.Parser["restore"]>[0] {
  return column as unknown as Parameters<nearley.Parser["restore"]>[0];
}

function readToken(token: FedToken | undefined): nearley.Token | undefined {
  return token as unknown as nearley.Token | undefined;
}
