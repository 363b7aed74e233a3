/** Keeps the beginning of a stream and lets the rest go by, so no output can fill the memory. */
import type { Readable } from "node:stream";

/** So many bytes of a stream are kept where nothing else is said. */
export const captureLimit: number = 10 * 1024 * 1024;

/** So much more is looked at, to find secrets that the cut would go through. */
const margin = 64 * 1024;

/** How a stream is kept. */
export interface CaptureOptions {
  readonly limit: number;
  /** Takes secrets out of a text before it is cut. */
  readonly redact?: ((text: string) => string) | undefined;
}

/** A stream that is being kept. */
export interface Capture {
  /** What came so far as text; bad bytes are replaced, a cut is noted. */
  text(): string;
  /** True if more came than is kept. */
  isCut(): boolean;
}

/** Starts keeping a stream; it is read to its end, however long it is. */
export function capture(
  stream: Readable | null | undefined,
  { limit, redact = (text) => text }: CaptureOptions,
): Capture {
  const chunks: Buffer[] = [];
  let kept = 0;
  let total = 0;
  stream?.on("data", (chunk: Buffer) => {
    total += chunk.length;
    if (kept >= limit + margin) return;
    const part = chunk.subarray(0, limit + margin - kept);
    kept += part.length;
    chunks.push(part);
  });
  // A pipe that breaks is not worth a failure: the program's end says what happened.
  stream?.on("error", () => undefined);
  return {
    isCut: () => total > limit,
    text() {
      const bytes = Buffer.concat(chunks);
      if (total <= limit) return new TextDecoder().decode(bytes);
      const text = redact(new TextDecoder().decode(bytes, { stream: total > kept }));
      return `${withoutEnd(text, kept - limit)}\n[cut: ${total} bytes, the first ${limit} are kept]\n`;
    },
  };
}

/** A text without so many bytes at its end, and without half a character. */
function withoutEnd(text: string, bytes: number): string {
  let end = text.length;
  for (let left = bytes; left > 0 && end > 0; end -= 1) left -= sizeOf(text.charCodeAt(end - 1));
  const last = text.charCodeAt(end - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end);
}

/** Bytes of a UTF-16 unit as UTF-8; half a pair is half of four. */
function sizeOf(unit: number): number {
  if (unit < 0x80) return 1;
  return unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
}
