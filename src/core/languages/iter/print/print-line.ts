/** Writes one logical line: spaces between tokens, brackets in one line or spread, comments where they belong. */
import type { Comment } from "../syntax.ts";
import type { Token } from "../token.ts";
import type { OutputLine } from "./output-line.ts";

/** A token with the comments that stand between it and the next one. */
export interface PrintToken {
  readonly token: Token;
  /** On the same line as the token. */
  readonly behind: readonly Comment[];
  /** On lines of their own below it. */
  readonly below: readonly Comment[];
}

interface Writer {
  readonly source: string;
  readonly lines: OutputLine[];
  /** The line that is being written. */
  text: string;
  depth: number;
  previous: Token | null;
  /** Brackets that are open on this line. */
  readonly open: string[];
}

/** The lines of a logical line; comments in its middle come above it. */
export function printLine(
  tokens: readonly PrintToken[],
  depth: number,
  source: string,
  blankBefore: boolean,
): OutputLine[] {
  const writer: Writer = { source, lines: [], text: "", depth, previous: null, open: [] };
  const last = tokens.at(-1);
  const above = writeTokens(writer, tokens);
  finish(writer, last?.behind);
  const comments = above.map((comment) => ({ depth, text: comment.text }));
  const [first, ...others] = [...comments, ...writer.lines];
  return first === undefined ? [] : [{ ...first, blankBefore }, ...others];
}

/** Ends the line, with the comments that stand behind it. */
function finish(writer: Writer, behind: readonly Comment[] = []): void {
  const [comment, ...more] = behind;
  writer.lines.push({
    depth: writer.depth,
    text: writer.text,
    ...(comment === undefined ? {} : { comment: comment.text }),
  });
  for (const each of more) writer.lines.push({ depth: writer.depth, text: each.text });
  writer.text = "";
  writer.previous = null;
}

/** Writes tokens on the current line; the comments between them that have no place there are returned. */
function writeTokens(writer: Writer, tokens: readonly PrintToken[]): Comment[] {
  const homeless: Comment[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const each = tokens[index];
    if (each === undefined) break;
    const close = closingOf(tokens, index);
    const inner = tokens.slice(index + 1, close);
    const next = tokens[index + 1]?.token;
    write(writer, each.token, next);
    if (close !== index && isSpread(writer, tokens, index, close)) {
      writeSpread(writer, each, inner);
      const closing = tokens[close];
      if (closing === undefined) break;
      write(writer, closing.token, tokens[close + 1]?.token);
      index = close;
      if (close < tokens.length - 1) homeless.push(...closing.behind, ...closing.below);
      continue;
    }
    if (index < tokens.length - 1) homeless.push(...each.behind, ...each.below);
  }
  return homeless;
}

const pairs: Readonly<Record<string, string>> = { "[": "]", "{": "}" };

/** The index of the bracket that closes the one at `index`; `index` itself for other tokens. */
function closingOf(tokens: readonly PrintToken[], index: number): number {
  if (pairs[tokens[index]?.token.type ?? ""] === undefined) return index;
  let depth = 0;
  for (let at = index; at < tokens.length; at += 1) {
    const type = tokens[at]?.token.type ?? "";
    if (pairs[type] !== undefined) depth += 1;
    else if (type === "]" || type === "}") depth -= 1;
    if (depth === 0) return at;
  }
  return index;
}

/** A bracket with a line break or a comment in it is spread over lines. */
function isSpread(
  writer: Writer,
  tokens: readonly PrintToken[],
  open: number,
  close: number,
): boolean {
  const [first, last] = [tokens[open], tokens[close]];
  if (first === undefined || last === undefined) return false;
  const inside = tokens.slice(open, close);
  if (inside.some((each) => each.behind.length + each.below.length > 0)) return true;
  if (close === open + 1) return false;
  // A raw string's own line breaks are part of its text.
  return inside.some(({ token }, index) => {
    const next = tokens[open + index + 1]?.token.start ?? token.end;
    return writer.source.slice(token.end, next).includes("\n");
  });
}

/** Writes the items of a bracket, each on a line of its own, two blanks deeper. */
function writeSpread(writer: Writer, open: PrintToken, inner: readonly PrintToken[]): void {
  const outer = writer.depth;
  const around = writer.open.splice(0);
  finish(writer, open.behind);
  writer.depth = outer + 1;
  for (const comment of open.below) writer.lines.push({ depth: writer.depth, text: comment.text });
  const items = splitItems(inner);
  for (const [index, item] of items.entries()) writeItem(writer, item, index < items.length - 1);
  writer.depth = outer;
  writer.open.push(...around);
}

interface Item {
  readonly tokens: readonly PrintToken[];
  readonly comma: PrintToken | undefined;
}

function writeItem(writer: Writer, { tokens, comma }: Item, more: boolean): void {
  const at = writer.lines.length;
  const homeless = writeTokens(writer, tokens);
  if (more) writer.text += ",";
  const last = tokens.at(-1);
  finish(writer, [...(last?.behind ?? []), ...(comma?.behind ?? [])]);
  writer.lines.splice(
    at,
    0,
    ...homeless.map((comment) => ({ depth: writer.depth, text: comment.text })),
  );
  for (const comment of [...(last?.below ?? []), ...(comma?.below ?? [])]) {
    writer.lines.push({ depth: writer.depth, text: comment.text });
  }
}

/** Items by commas; entries of a mapping also by their names. */
function splitItems(tokens: readonly PrintToken[]): Item[] {
  const items: Item[] = [];
  let current: PrintToken[] = [];
  let depth = 0;
  for (const each of tokens) {
    const { type } = each.token;
    if (depth === 0 && type === ",") {
      items.push({ tokens: current, comma: each });
      current = [];
      continue;
    }
    if (depth === 0 && type === "name" && current.at(-1)?.token.type === "string") {
      items.push({ tokens: current, comma: undefined });
      current = [];
    }
    if (pairs[type] !== undefined || type === "(") depth += 1;
    else if (type === "]" || type === "}" || type === ")") depth -= 1;
    current.push(each);
  }
  if (current.length > 0) items.push({ tokens: current, comma: undefined });
  return items;
}

/** Writes a token and the blank before it. A comma that nothing follows goes; missing ones are put in. */
function write(writer: Writer, token: Token, next: Token | undefined): void {
  const { previous } = writer;
  const last = next !== undefined && (next.type === "]" || next.type === "}");
  if (token.type === "," && last) return;
  const isEntry = previous?.type === "string" && token.type === "name";
  if (isEntry && writer.open.at(-1) === "{") writer.text += ",";
  if (pairs[token.type] !== undefined) writer.open.push(token.type);
  else if (token.type === "]" || token.type === "}") writer.open.pop();
  if (previous !== null && isApart(previous, token, next)) writer.text += " ";
  writer.text += token.text;
  writer.previous = token;
}

const closeBefore: ReadonlySet<string> = new Set([":", ",", ")", "]", "(", "."]);
const closeBehind: ReadonlySet<string> = new Set(["(", "[", "."]);

/** Whether a blank stands between two tokens. */
function isApart(previous: Token, token: Token, next: Token | undefined): boolean {
  if (closeBefore.has(token.type) || closeBehind.has(previous.type)) return false;
  if (previous.type === "{" && token.type === "}") return false;
  // `string[]` is one type; `tools: []` is a value.
  return !(token.type === "[" && next?.type === "]" && previous.type === "name");
}
