/** A text as the programs of all kinds write it. */

/** What each program makes of a text. */
export const spellings: Readonly<Record<string, (text: string) => string>> = {
  "json.dumps of Python, jq -a": (text) => inQuotes(text, /[\u0080-\uffff]/g),
  "encoding/json of Go": (text) => inQuotes(text, /[<>&\u2028\u2029]/g),
  "json_encode of PHP": (text) => inQuotes(text, /[\u0080-\uffff]/g).replaceAll("/", "\\/"),
  "JSON in JSON in JSON": (text) => inQuotes(inQuotes(inQuotes(text))),
  "escapes in upper case": (text) =>
    inQuotes(text, /[^\w ]/g).replaceAll(
      /u[\da-f]{4}/g,
      (found) => `u${found.slice(1).toUpperCase()}`,
    ),
  "an escape for every character": (text) => inQuotes(text, /[^]/g),
  "quote of Python": quote,
  "quote_plus of Python": (text) => quote(text).replaceAll("%20", "+"),
  "escapes of a URL in lower case": (text) =>
    quote(text).replaceAll(/%../g, (found) => found.toLowerCase()),
  "a URL in a URL": (text) => quote(quote(text)),
  "a URL in JSON": (text) => quote(text).replaceAll("%2F", "\\/"),
  "JSON in a URL": (text) => quote(inQuotes(text, /[\u0080-\uffff]/g)),
  "bytes of Python": (text) => inBytes(text),
  "printf %q of a shell": (text) => text.replaceAll(/[^\w\u0080-\uffff]/g, String.raw`\$&`),
  "base64, 76 letters a line": (text) => wrap(base64(text), 76, "\n"),
  "base64, 64 letters a line, indented": (text) => wrap(base64(text), 64, "\r\n    "),
  "base64, 10 letters a line": (text) => wrap(base64(text), 10, "\n"),
  "base64 for URLs, 76 letters a line": (text) =>
    wrap(Buffer.from(text).toString("base64url"), 76, "\n"),
  "base64 of several lines in JSON": (text) => inQuotes(wrap(base64(text), 64, "\r\n")),
  "base64 in JSON of PHP": (text) => base64(text).replaceAll("/", "\\/"),
  "base64 in a URL": (text) => quote(base64(text)),
};

/** The inside of a JSON string, with more characters escaped than need be. */
function inQuotes(text: string, also = /(?!)/g): string {
  const number = (char: string): string => char.charCodeAt(0).toString(16).padStart(4, "0");
  const escape = (char: string): string => JSON.stringify(char).slice(1, -1);
  return text.replaceAll(/[^]/g, (char) =>
    char.search(also) === 0 ? `\\u${number(char)}` : escape(char),
  );
}

function quote(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function inBytes(text: string): string {
  const bytes = Buffer.from(text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n"));
  return Array.from(bytes, (byte) =>
    byte < 128 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`,
  ).join("");
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function wrap(text: string, width: number, lineBreak: string): string {
  return (text.match(new RegExp(`.{1,${width}}`, "g")) ?? []).join(lineBreak);
}
