/** Lines of formatted text before their comments are put in columns. */

/** One line, or a piece with a raw string that goes on over several. */
export interface OutputLine {
  /** How many blocks and brackets it stands in; two blanks each. */
  readonly depth: number;
  readonly text: string;
  /** The comment behind the text. */
  readonly comment?: string | undefined;
  readonly blankBefore?: boolean;
}

const opensOrCloses = /[[{]$|^[\]})]/u;

/** Writes the lines; comments behind consecutive lines of one depth stand in one column. */
export function joinLines(lines: readonly OutputLine[]): string {
  const written: string[] = [];
  for (let from = 0; from < lines.length;) {
    const to = endOfRun(lines, from);
    let width = 0;
    for (let index = from; index < to; index += 1)
      width = Math.max(width, lengthOf(lines[index]?.text ?? ""));
    for (; from < to; from += 1) {
      const line = lines[from];
      if (line !== undefined) written.push(writeLine(line, width));
    }
  }
  return written.join("");
}

function writeLine({ depth, text, comment, blankBefore }: OutputLine, width: number): string {
  const indent = text === "" ? "" : "  ".repeat(depth);
  const padding = comment === undefined ? 0 : Math.max(0, width - lengthOf(text)) + 2;
  const before = blankBefore === true ? "\n" : "";
  return `${before}${indent}${text}${" ".repeat(padding)}${comment ?? ""}\n`;
}

/** The index behind the lines whose comments share a column. */
function endOfRun(lines: readonly OutputLine[], from: number): number {
  const first = lines[from];
  let to = from + 1;
  if (first === undefined || !isAligned(first)) return to;
  for (; to < lines.length; to += 1) {
    const line = lines[to];
    if (line === undefined || !isAligned(line)) return to;
    if (line.depth !== first.depth || line.blankBefore === true) return to;
  }
  return to;
}

/** Lines whose comment may be moved for the sake of others; a raw string keeps its end where it is. */
function isAligned({ text, comment }: OutputLine): boolean {
  return comment !== undefined && !opensOrCloses.test(text) && !text.includes("\n");
}

/** In code points. */
function lengthOf(text: string): number {
  let length = 0;
  for (const character of text) length += character === "" ? 0 : 1;
  return length;
}
