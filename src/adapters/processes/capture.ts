/** Keeps the beginning of a stream and lets the rest go by, so no output can fill the memory. */
import type { Readable } from "node:stream";

/** So many bytes of a stream are kept where nothing else is said. */
export const captureLimit: number = 10 * 1024 * 1024;

/** A stream that is being kept. */
export interface Capture {
  /** What came so far as text; bad bytes are replaced, a cut is noted. */
  text(): string;
}

/** Starts keeping a stream; it is read to its end, however long it is. */
export function capture(
  stream: Readable | null | undefined,
  limit: number = captureLimit,
): Capture {
  const chunks: Buffer[] = [];
  let kept = 0;
  let total = 0;
  stream?.on("data", (chunk: Buffer) => {
    total += chunk.length;
    if (kept >= limit) return;
    const part = chunk.subarray(0, limit - kept);
    kept += part.length;
    chunks.push(part);
  });
  // A pipe that breaks is not worth a failure: the program's end says what happened.
  stream?.on("error", () => undefined);
  return {
    text() {
      const cut = total > kept;
      const text = new TextDecoder().decode(Buffer.concat(chunks), { stream: cut });
      return cut ? `${text}\n[cut: ${total} bytes, the first ${kept} are kept]\n` : text;
    },
  };
}
