/**
 * What the grammar makes of a line: which tokens play which part, by their index.
 *
 * A derivation holds no text and no offset, so all lines of one shape share it.
 */
import { grammarWords } from "./token.ts";
import type { Token, TokenType } from "./token.ts";

/** The parts of a value. */
export interface ValueDerivation {
  readonly form: "string" | "number" | "name" | "list" | "object";
  readonly from: number;
  readonly to: number;
  readonly items?: readonly ValueDerivation[];
  readonly entries?: readonly { readonly key: number; readonly value: ValueDerivation }[];
}

/** The parts of a clause. */
export interface ClauseDerivation {
  readonly form: "when" | "loop" | "mapping";
  readonly from: number;
  readonly to?: number;
  readonly not?: number | null;
  readonly field?: number;
  readonly expression?: number;
  readonly name?: number;
  readonly max?: number;
  readonly entries?: readonly { readonly key: number; readonly value: number }[];
}

/** The parts of a line. */
export interface LineDerivation {
  readonly form: string;
  readonly name?: number;
  readonly type?: readonly number[];
  readonly value?: ValueDerivation;
  readonly keyword?: number;
  readonly values?: readonly number[];
  readonly text?: number;
  readonly source?: number;
  readonly target?: number;
  readonly clauses?: readonly ClauseDerivation[];
}

/** What a postprocessor is given. The grammar's own shape says what stands where. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- nearley types postprocessors so
type Data = any[];

/** A terminal: the tokens that it stands for, and how a message calls them. */
export interface Terminal {
  readonly label: string;
  test(token: Token): boolean;
}

function ofType(type: TokenType, label = `\`${type}\``): Terminal {
  return { label, test: (token) => token.type === type && token.head === undefined };
}

function word(text: string): Terminal {
  return {
    label: `\`${text}\``,
    test: (token) => token.text === text && grammarWords.has(text) && isName(token),
  };
}

function head(text: string): Terminal {
  return { label: `\`${text}\``, test: (token) => token.head === text };
}

function isName(token: Token): boolean {
  return token.type === "name" && token.head === undefined;
}

/** All terminals of the grammar. */
export const terminals: Readonly<
  Record<
    | "arrow"
    | "asWord"
    | "bar"
    | "closeBrace"
    | "closeBracket"
    | "closeParen"
    | "colon"
    | "comma"
    | "dedent"
    | "dot"
    | "enumWord"
    | "equals"
    | "firstName"
    | "indent"
    | "kind"
    | "lostLine"
    | "name"
    | "newline"
    | "notWord"
    | "number"
    | "opaque"
    | "openBrace"
    | "openBracket"
    | "openParen"
    | "presetsWord"
    | "promptWord"
    | "rawText"
    | "schemaWord"
    | "serverWord"
    | "star"
    | "string"
    | "varsWord"
    | "whenWord"
    | "whole"
    | "withWord"
    | "workflowWord",
    Terminal
  >
> = {
  arrow: ofType("->"),
  asWord: word("as"),
  bar: ofType("|"),
  closeBrace: ofType("}"),
  closeBracket: ofType("]"),
  closeParen: ofType(")"),
  colon: ofType(":"),
  comma: ofType(","),
  dedent: ofType("dedent", "the end of the block"),
  dot: ofType("."),
  enumWord: word("enum"),
  equals: ofType("="),
  firstName: {
    label: "a name on a line of its own",
    test: (token) => isName(token) && token.first,
  },
  indent: ofType("indent", "a block"),
  kind: head("node"),
  lostLine: ofType("lost", "a line"),
  name: { label: "a name", test: isName },
  newline: ofType("newline", "the end of the line"),
  notWord: word("not"),
  number: ofType("number", "a number"),
  opaque: ofType("opaque", "a block"),
  openBrace: ofType("{"),
  openBracket: ofType("["),
  openParen: ofType("("),
  presetsWord: head("presets"),
  promptWord: head("prompt"),
  rawText: ofType("text", "text"),
  schemaWord: head("schema"),
  serverWord: head("mcp_server"),
  star: ofType("*"),
  string: ofType("string", "a string"),
  varsWord: head("vars"),
  whenWord: word("when"),
  whole: {
    label: "a whole number",
    test: (token) => token.type === "number" && /^-?\d+$/.test(token.text),
  },
  withWord: word("with"),
  workflowWord: head("workflow"),
};

/** The index of a token in its line. */
export function at(token: Token): number {
  return token.index;
}

/** The lines of a block so far; a line that is taken back must not be in them, so nothing is changed. */
interface Chain {
  readonly before: Chain | null;
  readonly lines: readonly LineDerivation[];
}

/** A block's first line, with the lines of the block below it. */
export function single([lines]: Data): Chain {
  return { before: null, lines: lines as readonly LineDerivation[] };
}

/** The lines so far and one more, with the lines of the block below it. */
export function append([before, lines]: Data): Chain {
  return { before: before as Chain, lines: lines as readonly LineDerivation[] };
}

/** A list of one. */
export function one<Item>([item]: readonly [Item]): Item[] {
  return [item];
}

/** The list with one more item. What was read of a dotted name so far gives way to more of it. */
export function push<Item extends Start>(list: Item[], item: Item): Item[] {
  const last = list.at(-1);
  if (last !== undefined && startOf(last) === startOf(item)) list.pop();
  list.push(item);
  return list;
}

type Start = number | { readonly from: number } | { readonly key: number };

function startOf(item: Start): number {
  if (typeof item === "number") return item;
  return "from" in item ? item.from : item.key;
}

/** Hands on what there is. */
export function flat([item]: Data): unknown {
  return item;
}

/** A line that was lost is no line. */
export function lost(): Data {
  return [];
}

/** A line; `parts` says where its parts stand among the data. */
export function line(form: string, parts: Readonly<Record<string, number>>): (data: Data) => Data {
  return (data) => {
    const derivation: Record<string, unknown> = { form };
    for (const [part, place] of Object.entries(parts)) {
      const datum: unknown = data[place];
      derivation[part] = isToken(datum) ? datum.index : datum;
    }
    return [derivation];
  };
}

/** A line that opens a block, and the lines of the block, if they stand at `body`. */
export function nested(form: string, body?: number): (data: Data) => Data {
  return (data) => {
    const lines: LineDerivation[] = [];
    for (
      let chain = body === undefined ? null : (data[body] as Chain | null);
      chain !== null;
      chain = chain.before
    ) {
      for (let index = chain.lines.length - 1; index >= 0; index -= 1)
        lines.push(chain.lines[index] ?? { form });
    }
    lines.push({ form });
    return lines.reverse();
  };
}

/** A mapping with the entries that stand at `place`. */
export function mapping(place?: number): (data: Data) => ClauseDerivation {
  return (data) => ({
    form: "mapping",
    from: at(data[0] as Token),
    to: at(data.at(-1) as Token),
    entries: place === undefined ? [] : (data[place] as { key: number; value: number }[]),
  });
}

/** One entry of a mapping. */
export function entry(key: Token, value: Token): { readonly key: number; readonly value: number } {
  return { key: key.index, value: value.index };
}

function isToken(datum: unknown): datum is Token {
  return typeof datum === "object" && datum !== null && "index" in datum;
}
