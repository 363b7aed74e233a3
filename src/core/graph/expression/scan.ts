/** Cuts the text of an expression into tokens. */
import { once } from "../once.ts";

/** One token; `text` is as written, `value` what a number or string means. */
export interface Token {
  readonly kind: "path" | "number" | "string" | "operator" | "end";
  readonly text: string;
  readonly value?: number | string;
  readonly start: number;
  readonly end: number;
}

/** Something that keeps a text from being an expression. Offsets are in the expression's text. */
export interface SyntaxFault {
  readonly start: number;
  readonly end: number;
  /** One sentence. */
  readonly message: string;
  /** One imperative. */
  readonly help?: string;
}

/** Carries a fault out of the parser. */
export class SyntaxFaultError extends Error {
  override readonly name = "SyntaxFaultError";
  readonly fault: SyntaxFault;

  constructor(fault: SyntaxFault) {
    super(fault.message);
    this.fault = fault;
  }
}

const blank = /[ \t\r\n]*/y;
const plainPath = /[A-Za-z_][A-Za-z0-9_]*(?:\.(?:[A-Za-z_][A-Za-z0-9_]*|[0-9]+))*/y;
/** Letters of all scripts take long to tell an engine about: only where there is one. */
const anyPath = once(
  () => /[\p{L}_][\p{L}\p{M}\p{N}_]*(?:\.(?:[\p{L}_][\p{L}\p{M}\p{N}_]*|[0-9]+))*/uy,
);
const number = /[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const operator = /\|\||&&|[=!<>]=|[<>+\-*/%!(),]/y;

/** The token at or behind an offset. */
export function scanToken(text: string, from: number): Token {
  const start = from + (matchAt(blank, text, from)?.length ?? 0);
  if (start >= text.length) return { kind: "end", text: "", start, end: start };
  const name = pathAt(text, start);
  if (name !== undefined) return { kind: "path", text: name, start, end: start + name.length };
  const digits = matchAt(number, text, start);
  if (digits !== undefined) {
    const end = start + digits.length;
    return { kind: "number", text: digits, value: Number(digits), start, end };
  }
  const quoted = quotedAt(text, start);
  if (quoted !== undefined) {
    const end = start + quoted.length;
    return { kind: "string", text: quoted, value: unescape(quoted), start, end };
  }
  const sign = matchAt(operator, text, start);
  if (sign === undefined) throw new SyntaxFaultError(describeCharacter(text, start));
  return { kind: "operator", text: sign, start, end: start + sign.length };
}

function pathAt(text: string, start: number): string | undefined {
  const plain = matchAt(plainPath, text, start);
  const end = start + (plain?.length ?? 0);
  const behind = plain !== undefined && text[end] === "." ? end + 1 : end;
  return text.charCodeAt(behind) > 0x7f ? matchAt(anyPath(), text, start) : plain;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function quotedAt(text: string, start: number): string | undefined {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") return undefined;
  for (let at = start + 1; at < text.length; at += text[at] === "\\" ? 2 : 1) {
    if (text[at] === quote) return text.slice(start, at + 1);
  }
  return undefined;
}

function unescape(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replaceAll(/\\([\\"'nt])/g, (_, letter: string) =>
      letter === "n" ? "\n" : letter === "t" ? "\t" : letter,
    );
}

function describeCharacter(text: string, start: number): SyntaxFault {
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
  const fault = { start, end: start + character.length };
  switch (character) {
    case '"':
    case "'":
      return {
        ...fault,
        message: "The text that begins here isn't closed.",
        help: `add the closing ${character}`,
      };
    case "=":
      return { ...fault, message: "A single `=` compares nothing.", help: "write `==`" };
    case "&":
    case "|":
      return {
        ...fault,
        message: `A single \`${character}\` means nothing.`,
        help: `write \`${character.repeat(2)}\``,
      };
    case "[":
      return {
        ...fault,
        message: "Items are not taken with brackets.",
        help: "write a dot and the number: `list.0`",
      };
    case "{":
      return {
        ...fault,
        message: "Paths stand without braces here.",
        help: withoutBraces(text, start),
      };
    default:
      return {
        ...fault,
        message: `\`${character}\` means nothing in an expression.`,
        help: "remove it",
      };
  }
}

/** What to write for a reference as it stands in texts. */
function withoutBraces(text: string, start: number): string {
  const path = /^\{\{\s*([\p{L}\p{N}\p{M}_.]+)\s*\}\}/u.exec(text.slice(start))?.[1];
  return path === undefined ? "remove it" : `write \`${path}\``;
}
