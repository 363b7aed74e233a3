/** Reads lines from a terminal, one for each question; what is typed ahead answers the next one. */
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

/** Where is asked. */
export interface LineReaderOptions {
  readonly input: Readable;
  readonly output: Writable;
  /** Aborted when nobody waits for an answer any more. */
  readonly signal: AbortSignal;
  /** Called on Ctrl-C. */
  readonly interrupt: () => void;
}

/** Asks for lines until it is closed. */
export interface LineReader {
  /** The line; undefined if there will be none. */
  ask(prompt: string): Promise<string | undefined>;
  close(): void;
}

/**
 * Begins to read.
 *
 * @example
 * const reader = createLineReader({ input, output, signal, interrupt });
 * const name = await reader.ask("name: ");
 */
export function createLineReader(options: LineReaderOptions): LineReader {
  const { input, output, signal, interrupt } = options;
  const lines = createInterface({ input, output });
  const ahead: string[] = [];
  let ended = false;
  let waiting: ((line: string | undefined) => void) | null = null;

  function give(line: string | undefined): void {
    const take = waiting;
    waiting = null;
    if (take) take(line);
    else if (line !== undefined) ahead.push(line);
  }
  const stop = (): void => give(undefined);

  lines.on("line", give);
  lines.on("SIGINT", interrupt);
  lines.once("close", () => {
    ended = true;
    stop();
  });
  signal.addEventListener("abort", stop);
  return {
    ask(prompt) {
      if (signal.aborted) return Promise.resolve(undefined);
      const known = ahead.shift();
      if (known !== undefined) output.write(`${prompt}${known}\n`);
      if (known !== undefined || ended) return Promise.resolve(known);
      return new Promise((resolve) => {
        waiting = resolve;
        lines.setPrompt(prompt);
        lines.prompt();
      });
    },
    close() {
      signal.removeEventListener("abort", stop);
      lines.close();
    },
  };
}
