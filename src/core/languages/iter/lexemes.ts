/** What tokens look like, as moo is told; and what its answers for single characters are, to ask it less. */
import moo from "moo";
import { once } from "#core/graph/once.ts";
import { codes } from "./token.ts";

/** Built for the first piece that needs it: whole files of plain text have none. */
const lexer = once(() =>
  moo.compile({
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
  }),
);

/** Codes besides those of tokens. */
export const sorts = { blank: 101, quote: 102, tick: 103, comment: 104, bad: 105 } as const;

const numbers: Readonly<Record<string, number>> = { ...codes, ...sorts };

/** A piece of a line: its code, and how long it is. */
export interface Lexeme {
  readonly code: number;
  readonly length: number;
}

/** The first piece of a text. */
export function readLexeme(text: string): Lexeme {
  const token = lexer().reset(text).next();
  return { code: numbers[token?.type ?? ""] ?? sorts.bad, length: token?.text.length ?? 0 };
}

const signs: Readonly<Record<string, number>> = {
  ...{ '"': sorts.quote, "`": sorts.tick, "#": sorts.comment, " ": sorts.blank, "\t": sorts.blank },
  _: codes.name,
};

/** The code of each ASCII character where it stands alone, as moo has it; a test compares them. */
const aloneCodes: Uint8Array = Uint8Array.from({ length: 0x80 }, (_, char) => {
  const text = String.fromCharCode(char);
  if (/[A-Za-z]/.test(text)) return codes.name;
  if (/[0-9]/.test(text)) return codes.whole;
  return signs[text] ?? numbers[text] ?? sorts.bad;
});

/** The code of a character alone; what is bad alone may still begin something. */
export function codeAlone(char: number): number {
  return aloneCodes[char] ?? sorts.bad;
}
