/** Tells what of a Markdown text is code, where nothing is acted upon. */
import { markFences } from "../commands/lines.ts";

/** A piece of text; pieces put together are the text. */
export interface Piece {
  readonly text: string;
  readonly code: boolean;
}

const command = /^( {0,3})\/(?=\p{L})/u;

/** The pieces of a text. A `/` that would make a line a command gets a `\` outside fences. */
export function splitCode(text: string): readonly Piece[] {
  const lines = markFences(text.split("\n"));
  return lines.flatMap((line, index) => {
    const end = index === lines.length - 1 ? "" : "\n";
    if (line.fence !== null) return [{ text: `${line.text}${end}`, code: true }];
    return [...splitLine(line.text.replace(command, "$1\\/")), { text: end, code: false }];
  });
}

/** Inline code is on one line and holds no `|`: a table's cell ends in the middle of it. */
function splitLine(line: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { start, end } of codeSpans(line)) {
    if (start < from || line.slice(start, end).includes("|")) continue;
    pieces.push({ text: line.slice(from, start), code: false });
    pieces.push({ text: line.slice(start, end), code: true });
    from = end;
  }
  return [...pieces, { text: line.slice(from), code: false }];
}

/** Every run of back-ticks with the next one of its length, in order. */
function codeSpans(line: string): readonly { readonly start: number; readonly end: number }[] {
  const next = new Map<number, number>();
  return [...line.matchAll(/`+/g)]
    .reverse()
    .flatMap(({ index, 0: { length } }) => {
      const end = next.get(length);
      next.set(length, index + length);
      return end === undefined ? [] : [{ start: index, end }];
    })
    .reverse();
}
