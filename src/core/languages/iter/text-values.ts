/** What a quoted or raw string says, and where each of its characters stands. */
import type { Span } from "#core/text/span.ts";
import type { Text } from "./syntax.ts";

const escapes: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", n: "\n", t: "\t" };
const jsonEscapes: Readonly<Record<string, string>> = {
  ...escapes,
  "/": "/",
  b: "\b",
  f: "\f",
  r: "\r",
};

/** Reads a string, quotes included; in JSON literals strings have JSON's escapes as well. */
export function readText(source: string, span: Span, json = false): Text {
  const from = span.start + 1;
  const inner = source.slice(from, span.end - 1);
  if (source.charCodeAt(span.start) === 0x60) return readRaw(inner, span);
  const first = inner.indexOf("\\");
  if (first === -1) return textOf(inner, [{ at: 0, source: from }], "quoted", span);
  const marks = [{ at: 0, source: from }];
  let text = "";
  let done = 0;
  for (let at = first; at !== -1; at = inner.indexOf("\\", done)) {
    const { value, length } = readEscape(inner, at, json);
    text += inner.slice(done, at) + value;
    done = at + length;
    if (value.length !== length) marks.push({ at: text.length, source: from + done });
  }
  return textOf(text + inner.slice(done), marks, "quoted", span);
}

/** A raw string is taken as it stands, but for its line ends. */
function readRaw(inner: string, span: Span): Text {
  const from = span.start + 1;
  const marks = [{ at: 0, source: from }];
  let text = "";
  let done = 0;
  for (let at = inner.indexOf("\r\n"); at !== -1; at = inner.indexOf("\r\n", done)) {
    text += inner.slice(done, at);
    done = at + 1;
    marks.push({ at: text.length, source: from + done });
  }
  return textOf(text + inner.slice(done), marks, "raw", span);
}

function textOf(text: string, marks: Text["marks"], style: "quoted" | "raw", span: Span): Text {
  return { form: "string", text, marks, style, span };
}

/** What an escape says, and how long it is. */
interface Escape {
  readonly value: string;
  readonly length: number;
}

function readEscape(source: string, at: number, json: boolean): Escape {
  const next = source[at + 1] ?? "";
  const known = (json ? jsonEscapes : escapes)[next];
  if (known !== undefined) return { value: known, length: 2 };
  const unicode = json ? /^\\u([0-9a-fA-F]{4})/.exec(source.slice(at, at + 6)) : null;
  if (unicode !== null)
    return { value: String.fromCharCode(Number.parseInt(unicode[1] ?? "0", 16)), length: 6 };
  return { value: `\\${next}`, length: 2 };
}
