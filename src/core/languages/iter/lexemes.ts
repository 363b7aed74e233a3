/** What tokens look like, as moo is told; and what its answers for single characters are, to ask it less. */
import moo from "moo";
import { codes } from "./token.ts";

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
  lexer.reset(text);
  const token = lexer.next();
  return { code: numbers[token?.type ?? ""] ?? sorts.bad, length: token?.text.length ?? 0 };
}

const visible = Array.from({ length: 0x7f }, (_, char) =>
  char < 0x20 && char !== 0x09 ? "" : String.fromCharCode(char),
);

/** The code of each visible ASCII character, and of tabs, where it stands alone. */
const aloneCodes: Uint8Array = Uint8Array.from(visible, (char) =>
  char === "" ? sorts.bad : readLexeme(char).code,
);

/** The code of a character alone; what is bad alone may still begin something. */
export function codeAlone(char: number): number {
  return aloneCodes[char] ?? sorts.bad;
}
