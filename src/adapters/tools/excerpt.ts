/** Cuts what a model would otherwise get too much of, and says so. */

/** Characters of a result; more fills the context of a model without telling it much. */
export const resultLimit = 48_000;
/** Characters of a line. */
const lineLimit = 2_000;

/** The first lines that fit, with a note on how many were left out and what to do about it. */
export function firstLines(lines: readonly string[], advice: string): string {
  const { kept, count } = fitting(lines);
  const left = lines.length - count;
  return left === 0 ? kept : `${kept}\n[${left} more lines are left out; ${advice}]`;
}

/** How many of the lines fit into a result, and their text. */
export function fitting(lines: readonly string[]): {
  readonly kept: string;
  readonly count: number;
} {
  const kept: string[] = [];
  let size = 0;
  for (const line of lines) {
    const short = shorten(line);
    size += short.length + 1;
    if (size > resultLimit && kept.length > 0) break;
    kept.push(short);
  }
  return { kept: kept.join("\n"), count: kept.length };
}

/** The beginning of a text, for output whose lines may be of any length. */
export function firstPart(text: string): string {
  if (text.length <= resultLimit) return text;
  const kept = text.slice(0, startOfWord(text, resultLimit));
  return `${kept}\n[${text.length - kept.length} more characters are left out; ask for less at once]`;
}

/** The end of a text, for output of which the last words matter most. */
export function lastPart(text: string): string {
  if (text.length <= resultLimit) return text;
  const rest = text.slice(-resultLimit);
  const line = rest.indexOf("\n") + 1;
  const whole = rest.slice(line > 0 ? line : endOfWord(rest));
  return `[${text.length - whole.length} characters before this are left out]\n${whole}`;
}

function shorten(line: string): string {
  if (line.length <= lineLimit) return line;
  const kept = line.slice(0, startOfWord(line, lineLimit));
  return `${kept}… [${line.length - kept.length} more characters]`;
}

/** Words up to this length are kept or left out whole: half a secret would not be known as one. */
const wordLimit = 300;

/** Where the word begins that a cut would go through. */
function startOfWord(text: string, at: number): number {
  const from = at - wordLimit;
  return from + text.slice(from, at).search(/[^\s"'`,;()<>{}[\]]*$/);
}

/** Where the word ends that a text begins with. */
function endOfWord(text: string): number {
  const found = text.slice(0, wordLimit).search(/[\s"'`,;()<>{}[\]]/);
  return found === -1 ? wordLimit : found;
}
