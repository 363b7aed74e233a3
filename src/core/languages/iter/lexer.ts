/** Characters to tokens, one physical line at a time; raw strings may go on over further lines. */
import moo from "moo";
import type { TokenType } from "./token.ts";

/** What one line holds besides blanks. */
export interface Lexeme {
  readonly type: TokenType | "comment" | "raw" | "open" | "bad";
  readonly start: number;
  readonly end: number;
}

const lexer = moo.compile({
  blank: { match: /[ \t]+/u },
  comment: { match: /#[^\n]*/u },
  name: { match: /[\p{L}_][\p{L}\p{M}\p{N}_]*/u },
  number: { match: /-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/u },
  string: { match: /"(?:[^"\\\n]|\\[^\n])*"/u },
  open: { match: /"[^\n]*/u },
  raw: { match: /`/u },
  punctuation: { match: /->|[:=,.*|()[\]{}]/u },
  bad: { match: /[^\n]/u },
});

/**
 * The lexemes of a line from `start` on; a `raw` one ends the list, since what follows a backtick
 * is not this line's matter.
 */
export function readLexemes(line: string, start: number): Lexeme[] {
  const lexemes: Lexeme[] = [];
  lexer.reset(line);
  for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
    const from = start + token.offset;
    const to = from + token.text.length;
    switch (token.type) {
      case "blank":
        break;
      case "punctuation":
        lexemes.push({ type: readPunctuation(token.text), start: from, end: to });
        break;
      default:
        lexemes.push({ type: readLexemeType(token.type), start: from, end: to });
    }
    if (token.type === "raw") break;
  }
  return lexemes;
}

function readPunctuation(text: string): TokenType {
  return text as TokenType;
}

function readLexemeType(type: string | undefined): Lexeme["type"] {
  return (type ?? "bad") as Lexeme["type"];
}
