/** What tokens look like, as moo is told: for the few pieces of a line whose first characters don't tell. */
import moo from "moo";
import { once } from "#core/graph/once.ts";
import { lexemeCodes, sorts } from "./lexemes.ts";

/** A piece of a line: its code, and how long it is. */
export interface Lexeme {
  readonly code: number;
  readonly length: number;
}

/** The first piece of a text. */
export function readLexeme(text: string): Lexeme {
  const token = lexer().reset(text).next();
  return { code: lexemeCodes[token?.type ?? ""] ?? sorts.bad, length: token?.text.length ?? 0 };
}

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
