/** Bytes of a source file as text. Spec: language §1. */

/**
 * A text with its byte-order mark, if it has one, and where bytes stood that are no UTF-8: the first
 * place of each such line, the mark not counted.
 */
export interface Decoded {
  readonly text: string;
  readonly faults: readonly number[];
}

/** The largest source file, in bytes. */
export const largestSource: number = 10 * 1024 * 1024;

const lineFeed = 0x0a;

/** Decodes UTF-8; bad bytes become U+FFFD. */
export function decodeSource(bytes: Uint8Array): Decoded {
  const whole = decodeStrictly(bytes);
  if (whole !== undefined) return { text: whole, faults: [] };
  const faults: number[] = [];
  let text = "";
  for (const line of splitLines(bytes)) {
    const strict = decodeStrictly(line);
    if (strict === undefined) faults.push(text.length + goodStart(line).length);
    text += strict ?? new TextDecoder("utf-8", { ignoreBOM: true }).decode(line);
  }
  const mark = text.startsWith("\uFEFF") ? 1 : 0;
  return { text, faults: faults.map((at) => at - mark) };
}

/** True if a text would take more bytes than a source file may have. */
export function isTooLarge(text: string): boolean {
  if (text.length > largestSource) return true;
  return text.length * 3 > largestSource && new TextEncoder().encode(text).length > largestSource;
}

function decodeStrictly(bytes: Uint8Array, stream = false): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream });
  } catch {
    return undefined;
  }
}

/** Pieces that end with a line feed; no byte of a longer sequence is one. */
function* splitLines(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length;) {
    const at = bytes.indexOf(lineFeed, from);
    const end = at === -1 ? bytes.length : at + 1;
    yield bytes.subarray(from, end);
    from = end;
  }
}

/** The text before the first bad byte of a line that has one. */
function goodStart(line: Uint8Array): string {
  let [good, bad] = [0, line.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodeStrictly(line.subarray(0, middle), true) === undefined) bad = middle;
    else good = middle;
  }
  return decodeStrictly(line.subarray(0, good), true) ?? "";
}
