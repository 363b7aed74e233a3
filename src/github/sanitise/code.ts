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
  const runs = [...line.matchAll(/`+/g)];
  for (let index = 0; index < runs.length; index += 1) {
    const open = runs[index];
    if (open === undefined) break;
    const close = runs.findIndex((run, at) => at > index && run[0].length === open[0].length);
    const end = runs[close];
    if (end === undefined) continue;
    const stop = end.index + end[0].length;
    const span = line.slice(open.index, stop);
    if (span.includes("|")) continue;
    pieces.push({ text: line.slice(from, open.index), code: false }, { text: span, code: true });
    from = stop;
    index = close;
  }
  return [...pieces, { text: line.slice(from), code: false }];
}
