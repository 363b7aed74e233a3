/** Text from elsewhere, made safe for a terminal. */

/** Commands to the terminal that carry a text of their own: titles, links, the clipboard. */
const strings = /\u001B[PX^_\]][^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?/g;
/** Other commands: colours, the cursor, clearing. */
const sequences = /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]?|\u001B[ -/]*[0-~]?/g;
/** Control characters but tab and line feed, and marks that turn the direction of text. */
const controls =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/**
 * The text without anything that a terminal would obey instead of show.
 *
 * @example
 * toPrintable("\u001B[2Jhello"); // "hello"
 */
export function toPrintable(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll(strings, "")
    .replaceAll(sequences, "")
    .replaceAll(controls, "");
}

/** The printable text in one line. */
export function toPrintableLine(text: string): string {
  return toPrintable(text).replaceAll(/\s+/g, " ").trim();
}

/** The printable text with its lines, those after the first set in; blank ones are left out. */
export function toPrintableBlock(text: string): string {
  return toPrintable(text)
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .map((line, index) => (index === 0 ? line : `  ${line}`))
    .join("\n");
}

/**
 * The text of a line, as long as before, with a sign in place of whatever a terminal would obey.
 *
 * @example
 * toVisible("a\u001B[2Jb"); // "a\uFFFD[2Jb"
 */
export function toVisible(text: string): string {
  return text.replaceAll(controls, "\uFFFD");
}
