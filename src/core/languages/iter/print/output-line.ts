/** A line of formatted text before its comments are put in columns. */
import { countPoints } from "#core/graph/expression/text.ts";

/** One line, or a raw piece that is written as it stands. */
export interface OutputLine {
  /** How many blocks and brackets it stands in; two blanks each. */
  readonly depth: number;
  text: string;
  /** The comment behind the text. */
  comment?: string;
  readonly blankBefore?: boolean;
}

const opener = /[[{]$/;
const closer = /^[\]})]/;

/** Writes the lines; comments behind consecutive lines of one depth stand in one column. */
export function joinLines(lines: readonly OutputLine[]): string {
  let text = "";
  for (let index = 0; index < lines.length;) {
    const end = endOfRun(lines, index);
    const run = lines.slice(index, end);
    const width = Math.max(...run.map((line) => countPoints(lastOf(line))));
    for (const line of run) text += write(line, width);
    index = end;
  }
  return text;
}

function write(line: OutputLine, width: number): string {
  const indent = line.text === "" && line.comment === undefined ? "" : "  ".repeat(line.depth);
  const padding = " ".repeat(Math.max(0, width - countPoints(lastOf(line))));
  const comment = line.comment === undefined ? "" : `${padding}  ${line.comment}`;
  return `${line.blankBefore === true ? "\n" : ""}${indent}${line.text}${comment}\n`;
}

/** A raw string may put the end of a line further down. */
function lastOf(line: OutputLine): string {
  return line.text.slice(line.text.lastIndexOf("\n") + 1);
}

/** The end of the run of lines whose comments share a column. */
function endOfRun(lines: readonly OutputLine[], start: number): number {
  const first = lines[start];
  let end = start + 1;
  if (first === undefined || !inRun(first)) return end;
  for (; end < lines.length; end += 1) {
    const line = lines[end];
    if (
      line === undefined ||
      !inRun(line) ||
      line.depth !== first.depth ||
      line.blankBefore === true
    )
      break;
  }
  return end;
}

function inRun(line: OutputLine): boolean {
  return line.comment !== undefined && !opener.test(line.text) && !closer.test(line.text);
}
