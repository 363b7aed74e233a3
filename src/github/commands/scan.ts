/** Reads the first line of a command from left to right. */
import { mistake } from "./command.ts";

/** Where a reader stands in a line. */
export interface Cursor {
  readonly line: string;
  at: number;
}

const blanks = /\s*/y;
const word = /\S*/y;
const pairStart = /([A-Za-z_][A-Za-z0-9_]*)=/y;
const quotes = '"“”„‟';

/** Stands at the next word; false at the end of the line. */
export function skipBlanks(cursor: Cursor): boolean {
  cursor.at += match(blanks, cursor).length;
  return cursor.at < cursor.line.length;
}

/** The next word, without going on. */
export function peekWord(cursor: Cursor): string {
  return match(word, cursor);
}

/** The next word; the cursor stands behind it. */
export function takeWord(cursor: Cursor): string {
  const found = match(word, cursor);
  cursor.at += found.length;
  return found;
}

/** The rest of the line as it stands. */
export function takeRest(cursor: Cursor): string {
  const rest = cursor.line.slice(cursor.at).trim();
  cursor.at = cursor.line.length;
  return rest;
}

/** `key=value` at the cursor, or null; the value goes to white space or is in double quotes. */
export function takePair(cursor: Cursor): readonly [key: string, value: string] | null {
  pairStart.lastIndex = cursor.at;
  const found = pairStart.exec(cursor.line);
  const key = found?.[1];
  if (found === null || key === undefined) return null;
  cursor.at += found[0].length;
  return [key, isQuote(cursor.line[cursor.at]) ? takeQuoted(cursor, key) : takeWord(cursor)];
}

function takeQuoted(cursor: Cursor, key: string): string {
  let value = "";
  for (let at = cursor.at + 1; at < cursor.line.length; at += 1) {
    const character = cursor.line.charAt(at);
    const next = cursor.line.charAt(at + 1);
    if (character === "\\" && (next === "\\" || isQuote(next))) {
      value += next;
      at += 1;
    } else if (isQuote(character)) {
      cursor.at = at + 1;
      return peekWord(cursor) === "" ? value : mistake("bad_quote", key);
    } else value += character;
  }
  return mistake("bad_quote", key);
}

function isQuote(character: string | undefined): boolean {
  return character !== undefined && character !== "" && quotes.includes(character);
}

function match(pattern: RegExp, { line, at }: Cursor): string {
  pattern.lastIndex = at;
  return pattern.exec(line)?.[0] ?? "";
}
