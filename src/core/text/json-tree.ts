/** Reads JSON (RFC 8259) and keeps where everything stands. */
import type { Span } from "./span.ts";
import { deepestTree, tooDeep } from "./tree.ts";
import type { ReadTree, Tree, TreeEntry, TreeFault } from "./tree.ts";

/** The tree of a text, or the first fault in it. */
export function readJsonTree(text: string): ReadTree {
  const reader: Reader = { text, at: 0, depth: 0 };
  try {
    const tree = readValue(reader);
    skipBlanks(reader);
    if (reader.at < text.length) throw unexpected(reader, "the end of the text");
    return { tree };
  } catch (error) {
    if (error instanceof Fault) return { fault: error.fault };
    throw error;
  }
}

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
}

class Fault extends Error {
  readonly fault: TreeFault;

  constructor(fault: TreeFault) {
    super(fault.message);
    this.fault = fault;
  }
}

const blank = /[ \t\r\n]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const plainText = /[^"\\\u0000-\u001f]*/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const word = /[^\s{}[\],:"]+/y;

function readValue(reader: Reader): Tree {
  skipBlanks(reader);
  switch (reader.text[reader.at]) {
    case "{":
      return readObject(reader);
    case "[":
      return readList(reader);
    case '"': {
      const start = reader.at;
      const value = readText(reader);
      return { kind: "scalar", value, span: { start, end: reader.at } };
    }
    default:
      return readWord(reader);
  }
}

function readObject(reader: Reader): Tree {
  const start = open(reader);
  const entries: TreeEntry[] = [];
  for (;;) {
    skipBlanks(reader);
    if (entries.length === 0 && take(reader, "}")) break;
    const from = reader.at;
    if (reader.text[from] !== '"') throw unexpected(reader, "a key in double quotes");
    const key = readText(reader);
    const span = { start: from, end: reader.at };
    skipBlanks(reader);
    if (!take(reader, ":")) throw unexpected(reader, "`:`");
    entries.push({ key, span, value: readValue(reader) });
    skipBlanks(reader);
    if (take(reader, "}")) break;
    if (!take(reader, ",")) throw unexpected(reader, "`,` or `}`");
  }
  reader.depth -= 1;
  return { kind: "object", span: { start, end: reader.at }, entries };
}

function readList(reader: Reader): Tree {
  const start = open(reader);
  const items: Tree[] = [];
  for (;;) {
    skipBlanks(reader);
    if (items.length === 0 && take(reader, "]")) break;
    items.push(readValue(reader));
    skipBlanks(reader);
    if (take(reader, "]")) break;
    if (!take(reader, ",")) throw unexpected(reader, "`,` or `]`");
  }
  reader.depth -= 1;
  return { kind: "list", span: { start, end: reader.at }, items };
}

function open(reader: Reader): number {
  const start = reader.at;
  reader.at += 1;
  reader.depth += 1;
  if (reader.depth > deepestTree) throw new Fault(tooDeep({ start, end: reader.at }));
  return start;
}

function readText(reader: Reader): string {
  const start = reader.at;
  reader.at += 1;
  for (;;) {
    match(reader, plainText);
    if (take(reader, '"')) break;
    if (match(reader, escape) === undefined) throw badText(reader, start);
  }
  return JSON.parse(reader.text.slice(start, reader.at)) as string;
}

function badText(reader: Reader, start: number): Fault {
  const next = reader.text[reader.at];
  const at = { start: reader.at, end: Math.min(reader.at + 1, reader.text.length) };
  if (next === undefined) {
    const span = { start, end: reader.text.length };
    return fault(span, "This text is never closed.", 'close it with `"`');
  }
  if (next === "\\") {
    const help = "write `\\\\` for a backslash itself";
    return fault(at, "JSON has no such escape.", help);
  }
  return fault(at, "A text cannot hold this character as it is.", "write a line break as `\\n`");
}

function readWord(reader: Reader): Tree {
  const start = reader.at;
  const digits = match(reader, number);
  const rest = match(reader, word) ?? "";
  const written = `${digits ?? ""}${rest}`;
  const span = { start, end: reader.at };
  if (digits !== undefined && rest === "") {
    const value = Number(digits);
    if (Number.isFinite(value)) return { kind: "scalar", value, span };
    throw fault(span, `The number ${written} is too large.`, "write a smaller one");
  }
  if (written === "true" || written === "false") {
    return { kind: "scalar", value: written === "true", span };
  }
  if (written === "null") return { kind: "scalar", value: null, span };
  reader.at = start;
  throw unexpected(reader, "a value");
}

function skipBlanks(reader: Reader): void {
  match(reader, blank);
}

function match(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0];
  if (found === undefined || found === "") return undefined;
  reader.at += found.length;
  return found;
}

function take(reader: Reader, character: string): boolean {
  if (reader.text[reader.at] !== character) return false;
  reader.at += 1;
  return true;
}

function unexpected(reader: Reader, wanted: string): Fault {
  const start = reader.at;
  const written = match(reader, word) ?? reader.text.slice(start, start + 1);
  reader.at = start;
  const what = written === "" ? "the end of the text" : `\`${written}\``;
  const span = { start, end: start + written.length };
  return fault(span, `Here JSON wants ${wanted}, not ${what}.`, `write ${wanted} here`);
}

function fault(span: Span, message: string, help: string): Fault {
  return new Fault({ span, message, help });
}
