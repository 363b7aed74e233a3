/**
 * Text from models, people and files in Markdown: it is shown, never obeyed.
 *
 * Escaped text calls nobody, is no HTML, opens no fence and breaks no table. A zero-width space, the
 * only hidden character that stays, keeps names and numbers from becoming mentions.
 */

import { once } from "#core/graph/once.ts";

/** Characters that nobody sees, and those that turn text around. */
const hidden = once(
  () =>
    /[\p{Cc}\u00AD\u061C\u180E\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0D\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E01EF}]/gu,
);
const lineEnds = /\r\n?|[\n\u2028\u2029]/g;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "|": "&#124;",
  "\\": "&#92;",
};

/** A text on one line, as it is: nothing in it is markup. */
export function escapeInline(text: string): string {
  return clean(text.replaceAll(lineEnds, " "))
    .replaceAll(/[&<>|\\]/g, (character) => entities[character] ?? character)
    .replaceAll(/[`*[\]~$]/g, "\\$&")
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replaceAll(/@(?=[\p{L}\p{N}_-])/gu, "@\u200B")
    .replaceAll(/(?<![\p{L}\p{N}_&])#(?=\d)/gu, "#\u200B")
    .trim();
}

/** A text that keeps its lines where there is only one, as in a cell of a table. */
export function escapeLines(text: string): string {
  return text.trim().split(lineEnds).map(escapeInline).join("<br>");
}

/** A name or id in a code span, on one line; what a span can't hold is replaced. */
export function escapeCode(text: string): string {
  const plain = clean(text.replaceAll(lineEnds, " ")).replaceAll("|", "¦").replaceAll("\\", "⧵");
  const longest = Math.max(0, ...Array.from(plain.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const padding = plain === "" || /^[` ]|[` ]$/.test(plain) ? " " : "";
  return `${fence}${padding}${plain}${padding}${fence}`;
}

/** A text quoted line by line; cut to `limit` code units. Two blanks keep its lines apart. */
export function escapeQuote(text: string, limit: number): string {
  const lines = cut(text, limit)
    .split(lineEnds)
    .map((line) => `> ${escapeLineStart(escapeInline(line))}`.trimEnd());
  return lines
    .map((line, index) => (line === ">" || (lines[index + 1] ?? ">") === ">" ? line : `${line}  `))
    .join("\n");
}

/** A text in a fence that nothing in it can close; cut to `limit` code units. */
export function escapeBlock(text: string, limit: number, language = "text"): string {
  const plain = cut(text, limit)
    .split(lineEnds)
    .map((line) => clean(line.replaceAll("\t", "    ")))
    .join("\n");
  const longest = Math.max(2, ...Array.from(plain.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${plain}\n${fence}`;
}

/** A text cut to a number of code units at a code point, with `…`. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const point = text.codePointAt(limit - 2) ?? 0;
  return `${text.slice(0, point > 0xffff ? limit - 2 : limit - 1)}…`;
}

function clean(text: string): string {
  return text.replaceAll("\t", " ").replaceAll(hidden(), "");
}

/** Headings, lists and rules begin a line; behind a backslash or as an entity they don't. */
function escapeLineStart(line: string): string {
  return line.replace(/^(?:[-+=#/]|\d+[.)])/, (start) =>
    start.length === 1 ? `\\${start}` : `${start.slice(0, -1)}\\${start.slice(-1)}`,
  );
}
