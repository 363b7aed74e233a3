/** Tokens: what the characters of a line mean, and the words by which the grammar asks for them. */

/** What a token is. Punctuation is its own type. */
export type TokenType =
  | "name"
  | "number"
  | "string"
  | "->"
  | ":"
  | "="
  | ","
  | "."
  | "*"
  | "|"
  | "("
  | ")"
  | "["
  | "]"
  | "{"
  | "}"
  // What the layout adds.
  | "newline"
  | "indent"
  | "dedent"
  | "text"
  | "opaque"
  | "lost";

/** One token; the layout's own have an empty text. */
export interface Token {
  readonly type: TokenType;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Its place among the tokens of its line, from 0. */
  readonly index: number;
  /** It is the first of its physical line. */
  readonly first: boolean;
  /** The first word of a declaration, or `vars` in a workflow: the word by which the grammar knows it. */
  readonly head?: string;
}

/** Words that mean something to the grammar in some place; they are names in every other. */
export const grammarWords: ReadonlySet<string> = new Set(["when", "not", "as", "with", "enum"]);

/** One character or more that tell tokens of different shapes apart. */
export function shapeOf(token: Token): string {
  if (token.head !== undefined) return `<${token.head}>`;
  if (token.type === "number") return /^-?\d+$/.test(token.text) ? "9" : "0";
  if (token.type !== "name") return token.type === "string" ? '"' : token.type;
  const word = grammarWords.has(token.text) ? `'${token.text}` : "a";
  return token.first && token.index > 0 ? `${word}^` : word;
}
