/** Writes one logical line: blanks between tokens, brackets on one line or spread, comments where they belong. */
import type { Line } from "../line.ts";
import type { CommentPlace, Source } from "../source.ts";
import { codeAt, codes, endAt, isName, startAt } from "../token.ts";
import { orderTokens } from "./order-tokens.ts";
import type { OutputLine } from "./output-line.ts";

interface Writer {
  readonly source: Source;
  /** Comments by the token that they stand behind. */
  readonly comments: ReadonlyMap<number, readonly CommentPlace[]>;
  readonly lines: OutputLine[];
  /** The line that is being written. */
  text: string;
  depth: number;
  /** The token that was written last on it; -1 for none. */
  last: number;
}

/** The lines of a logical line; comments in its middle come above it. */
export function printLine(
  source: Source,
  line: Line,
  depth: number,
  found: readonly CommentPlace[],
): OutputLine[] {
  const trailing = found.filter(({ token }) => token === line.last);
  const comments = new Map<number, CommentPlace[]>();
  for (const comment of found) {
    if (comment.token < line.last)
      comments.set(comment.token - 1, [...(comments.get(comment.token - 1) ?? []), comment]);
  }
  const writer: Writer = { source, comments, lines: [], text: "", depth, last: -1 };
  const tokens = orderTokens(line);
  const above = writeTokens(writer, tokens);
  endLine(writer, trailing);
  return [...above.map((comment) => commentLine(writer, comment)), ...writer.lines];
}

function commentLine({ source, depth }: Writer, { start, end }: CommentPlace): OutputLine {
  return { depth, text: source.text.slice(start, end) };
}

/** Ends the line, with a comment behind it; further ones stand below. */
function endLine(writer: Writer, behind: readonly CommentPlace[]): void {
  const { source, lines, text, depth } = writer;
  const [first, ...others] = behind;
  const comment = first === undefined ? undefined : source.text.slice(first.start, first.end);
  lines.push({ depth, text, comment });
  for (const each of others) lines.push(commentLine(writer, each));
  writer.text = "";
  writer.last = -1;
}

/**
 * Writes tokens on the current line.
 *
 * Returned are the comments between them that have no place there; those behind the last one are
 * left to the caller.
 */
function writeTokens(writer: Writer, tokens: readonly number[]): CommentPlace[] {
  const { source, comments } = writer;
  const homeless: CommentPlace[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const close = closingOf(source, tokens, at);
    if (close > at && isSpread(writer, tokens, at, close)) {
      writeToken(writer, tokens, at);
      writeSpread(writer, tokens, at, close);
      at = close;
    }
    writeToken(writer, tokens, at);
    if (at < tokens.length - 1) homeless.push(...(comments.get(tokens[at] ?? -1) ?? []));
  }
  return homeless;
}

function isOpener(code: number): boolean {
  return code === codes["["] || code === codes["{"];
}

function isCloser(code: number): boolean {
  return code === codes["]"] || code === codes["}"];
}

/** Where the bracket at a place is closed; the place itself if no bracket opens there. */
function closingOf(source: Source, tokens: readonly number[], at: number): number {
  if (!isOpener(codeAt(source.tokens, tokens[at] ?? 0))) return at;
  let depth = 0;
  for (let close = at; close < tokens.length; close += 1) {
    const code = codeAt(source.tokens, tokens[close] ?? 0);
    if (isOpener(code)) depth += 1;
    else if (isCloser(code)) depth -= 1;
    if (depth === 0) return close;
  }
  return at;
}

/** A bracket is spread if a line break or a comment stands between two of its tokens. */
function isSpread(
  { source, comments }: Writer,
  tokens: readonly number[],
  open: number,
  close: number,
): boolean {
  let breaks = false;
  for (let at = open; at < close; at += 1) {
    const token = tokens[at] ?? 0;
    if (comments.has(token)) return true;
    breaks ||= hasBreak(source, token, tokens[at + 1] ?? 0);
  }
  return breaks && close > open + 1;
}

function hasBreak({ text, tokens }: Source, token: number, next: number): boolean {
  const at = text.indexOf("\n", endAt(tokens, token));
  return at !== -1 && at < startAt(tokens, next);
}

/** Writes the items of a bracket, each on a line of its own, up to the closing bracket. */
function writeSpread(writer: Writer, tokens: readonly number[], open: number, close: number): void {
  const { depth } = writer;
  const inside = writer.comments.get(tokens[open] ?? -1) ?? [];
  endLine(
    writer,
    inside.filter(({ own }) => !own),
  );
  writer.depth = depth + 1;
  for (const comment of inside) if (comment.own) writer.lines.push(commentLine(writer, comment));
  const items = splitItems(writer.source, tokens.slice(open + 1, close));
  for (const [index, item] of items.entries()) writeItem(writer, item, index < items.length - 1);
  writer.depth = depth;
}

/** An item, and the comma behind it; -1 for none. */
interface Item {
  readonly tokens: readonly number[];
  readonly comma: number;
}

function writeItem(writer: Writer, { tokens, comma }: Item, more: boolean): void {
  const begin = writer.lines.length;
  const above = writeTokens(writer, tokens);
  if (more) writer.text += ",";
  const last = writer.comments.get(tokens.at(-1) ?? -1) ?? [];
  const behind = [...last, ...(writer.comments.get(comma) ?? [])];
  endLine(
    writer,
    behind.filter(({ own }) => !own),
  );
  writer.lines.splice(begin, 0, ...above.map((comment) => commentLine(writer, comment)));
  for (const comment of behind) if (comment.own) writer.lines.push(commentLine(writer, comment));
}

/** The items between commas, written or left out. */
function splitItems(source: Source, tokens: readonly number[]): Item[] {
  const items: Item[] = [];
  let [from, depth] = [0, 0];
  for (const [at, token] of tokens.entries()) {
    const code = codeAt(source.tokens, token);
    if (isOpener(code)) depth += 1;
    else if (isCloser(code)) depth -= 1;
    if (depth > 0 || (code !== codes[","] && code !== codes.gap)) continue;
    items.push({ tokens: tokens.slice(from, at), comma: token });
    from = at + 1;
  }
  if (from < tokens.length) items.push({ tokens: tokens.slice(from), comma: -1 });
  return items;
}

/** Writes a token and the blank before it; a comma that only a closing bracket follows goes. */
function writeToken(writer: Writer, tokens: readonly number[], at: number): void {
  const { source, last } = writer;
  const token = tokens[at] ?? 0;
  const next = at + 1 < tokens.length ? codeAt(source.tokens, tokens[at + 1] ?? 0) : 0;
  const code = codeAt(source.tokens, token);
  if (code === codes[","] && isCloser(next)) return;
  const previous = last === -1 ? 0 : codeAt(source.tokens, last);
  if (previous !== 0 && isApart(previous, code, next)) writer.text += " ";
  const text = source.text.slice(startAt(source.tokens, token), endAt(source.tokens, token));
  writer.text += code === codes.string ? unifyLineEnds(text) : text;
  writer.last = token;
}

/** Line ends in a raw string; a carriage return before one is text. */
function unifyLineEnds(text: string): string {
  return text.includes("\r") ? text.replace(/(?<!\r)\r\n/gu, "\n") : text;
}

const closeBefore: ReadonlySet<number> = new Set([
  codes[":"],
  codes[","],
  codes[")"],
  codes["]"],
  codes["("],
  codes["."],
]);
const closeBehind: ReadonlySet<number> = new Set([codes["("], codes["["], codes["."]]);

/** Whether a blank stands between two tokens. */
function isApart(previous: number, code: number, next: number): boolean {
  if (closeBefore.has(code) || closeBehind.has(previous)) return false;
  if (previous === codes["{"] && code === codes["}"]) return false;
  // `string[]` is one type; `tools: []` is a value.
  return !(code === codes["["] && next === codes["]"] && isName(previous));
}
