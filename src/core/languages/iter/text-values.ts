/** What a quoted or raw string says, and where each of its characters stands. */
import type { Text } from "./syntax.ts";
import type { Token } from "./token.ts";

const escapes: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", n: "\n", t: "\t" };
const jsonEscapes: Readonly<Record<string, string>> = {
  ...escapes,
  "/": "/",
  b: "\b",
  f: "\f",
  r: "\r",
};

/** Reads a string token; in JSON literals strings have JSON's escapes as well. */
export function readText(token: Token, json = false): Text {
  const span = { start: token.start, end: token.end };
  if (token.text.startsWith("`")) return readRawText(token, span);
  const source = token.text.slice(1, -1);
  if (!source.includes("\\")) {
    return {
      form: "string",
      text: source,
      marks: [{ at: 0, source: token.start + 1 }],
      style: "quoted",
      span,
    };
  }
  const marks = [{ at: 0, source: token.start + 1 }];
  let text = "";
  for (let at = 0; at < source.length;) {
    const { value, length } =
      source[at] === "\\" ? readEscape(source, at, json) : { value: source[at] ?? "", length: 1 };
    text += value;
    at += length;
    if (value.length !== length) marks.push({ at: text.length, source: token.start + 1 + at });
  }
  return { form: "string", text, marks, style: "quoted", span };
}

/** A raw string is taken as it stands, but for its line ends. */
function readRawText(token: Token, span: Text["span"]): Text {
  const source = token.text.slice(1, -1);
  const marks = [{ at: 0, source: token.start + 1 }];
  let text = "";
  let from = 0;
  for (let at = source.indexOf("\r\n"); at !== -1; at = source.indexOf("\r\n", from)) {
    text += source.slice(from, at);
    from = at + 1;
    marks.push({ at: text.length, source: token.start + 1 + from });
  }
  return { form: "string", text: text + source.slice(from), marks, style: "raw", span };
}

function readEscape(
  source: string,
  at: number,
  json: boolean,
): { readonly value: string; readonly length: number } {
  const next = source[at + 1] ?? "";
  const known = (json ? jsonEscapes : escapes)[next];
  if (known !== undefined) return { value: known, length: 2 };
  const unicode = json ? /^\\u([0-9a-fA-F]{4})/.exec(source.slice(at, at + 6)) : null;
  if (unicode !== null)
    return { value: String.fromCharCode(Number.parseInt(unicode[1] ?? "0", 16)), length: 6 };
  return { value: `\\${next}`, length: 2 };
}
