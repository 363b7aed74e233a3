/** Regular expressions as trees. Only what the language's own engine accepts is ever parsed here. */

/** A part of a pattern. */
export type Pattern =
  /** Nothing, or one after the other. */
  | { readonly kind: "sequence"; readonly parts: readonly Pattern[] }
  | { readonly kind: "choice"; readonly options: readonly Pattern[] }
  | { readonly kind: "repeat"; readonly part: Pattern; readonly min: number; readonly max: number }
  /** One code point: itself, or whatever fits the source. */
  | { readonly kind: "literal"; readonly point: number }
  | { readonly kind: "set"; readonly source: string }
  | { readonly kind: "start" | "end" | "boundary" | "no-boundary" }
  | {
      readonly kind: "look";
      readonly ahead: boolean;
      readonly not: boolean;
      readonly part: Pattern;
    };

/** Says why a pattern can't be used, as the end of a sentence. */
export class PatternError extends Error {
  override readonly name = "PatternError";
}

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
}

const maxDepth = 100;
const quantifier = /\*|\+|\?|\{(\d+)(?:(,)(\d*))?\}/y;
const escape =
  /\\(?:u\{[0-9A-Fa-f]+\}|u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|c[A-Za-z]|[pP]\{[^}]*\}|[^])/y;
const set = /\[(?:\\[^]|[^\]\\])*\]/y;
const group = /\((?:\?(?:(:|=|!|<=|<!)|<[^=!][^>]*>))?/y;

/**
 * The tree of a pattern.
 *
 * Back references and inline flags are refused: the former can't be searched in bounded time, the
 * latter are not known everywhere Iter runs.
 */
export function parsePattern(text: string): Pattern {
  const reader: Reader = { text, at: 0, depth: 0 };
  return parseChoice(reader);
}

function parseChoice(reader: Reader): Pattern {
  const options = [parseSequence(reader)];
  while (reader.text[reader.at] === "|") {
    reader.at += 1;
    options.push(parseSequence(reader));
  }
  const [only] = options;
  return options.length === 1 && only !== undefined ? only : { kind: "choice", options };
}

function parseSequence(reader: Reader): Pattern {
  const parts: Pattern[] = [];
  for (;;) {
    const character = reader.text[reader.at];
    if (character === undefined || character === "|" || character === ")") break;
    parts.push(parseRepeat(reader, parseAtom(reader)));
  }
  return { kind: "sequence", parts };
}

function parseRepeat(reader: Reader, part: Pattern): Pattern {
  quantifier.lastIndex = reader.at;
  const found = quantifier.exec(reader.text);
  if (found === null) return part;
  reader.at = quantifier.lastIndex;
  // What is found first doesn't matter, only whether anything is.
  if (reader.text[reader.at] === "?") reader.at += 1;
  const [sign, least = "", comma, most = ""] = found;
  if (sign === "*") return { kind: "repeat", part, min: 0, max: Infinity };
  if (sign === "+") return { kind: "repeat", part, min: 1, max: Infinity };
  if (sign === "?") return { kind: "repeat", part, min: 0, max: 1 };
  const min = Number(least);
  const max = comma === undefined ? min : most === "" ? Infinity : Number(most);
  return { kind: "repeat", part, min, max };
}

function parseAtom(reader: Reader): Pattern {
  const { text, at } = reader;
  const point = text.codePointAt(at) ?? 0;
  switch (text[at]) {
    case "^":
      reader.at += 1;
      return { kind: "start" };
    case "$":
      reader.at += 1;
      return { kind: "end" };
    case ".":
      reader.at += 1;
      return { kind: "set", source: "." };
    case "[":
      return { kind: "set", source: take(reader, set) };
    case "(":
      return parseGroup(reader);
    case "\\":
      return readEscape(take(reader, escape));
    default:
      reader.at += point > 0xffff ? 2 : 1;
      return { kind: "literal", point };
  }
}

function parseGroup(reader: Reader): Pattern {
  group.lastIndex = reader.at;
  const [open = "(", look = ":"] = group.exec(reader.text) ?? [];
  if (open === "(" && reader.text[reader.at + 1] === "?")
    throw new PatternError("has inline flags");
  reader.at += open.length;
  reader.depth += 1;
  if (reader.depth > maxDepth) throw new PatternError(`has more than ${maxDepth} levels of groups`);
  const part = parseChoice(reader);
  reader.depth -= 1;
  reader.at += 1;
  if (look === ":") return part;
  return { kind: "look", ahead: !look.startsWith("<"), not: look.endsWith("!"), part };
}

function readEscape(source: string): Pattern {
  if (source === "\\b") return { kind: "boundary" };
  if (source === "\\B") return { kind: "no-boundary" };
  if (/^\\[1-9k]/.test(source)) {
    throw new PatternError("refers back to a group, which could take for ever");
  }
  return { kind: "set", source };
}

function take(reader: Reader, token: RegExp): string {
  token.lastIndex = reader.at;
  const found = token.exec(reader.text)?.[0];
  if (found === undefined) throw new PatternError("is no regular expression");
  reader.at += found.length;
  return found;
}
