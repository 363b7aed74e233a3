/** Runs a program that serves by its standard streams until it is told to stop. */
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { capture } from "./capture.ts";
import { awaitGroup } from "./process-group.ts";

/** What to start. */
export interface ServerProgram {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Takes secrets out of what it complains about. */
  readonly redact?: ((text: string) => string) | undefined;
}

/** A program that serves. */
export interface Server {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Resolves once it has ended and nothing of its group is left; says how. */
  readonly ended: Promise<string>;
  /** What it wrote to standard error so far, without secrets. */
  complaints(): string;
  /** Closes its input, and ends its whole group if that was not enough. */
  stop(): Promise<void>;
}

/** How long a program may take to end by itself once its input is closed. */
const patienceMs = 500;
const complaintsLimit = 64 * 1024;

/**
 * Starts a program in a process group of its own; throws what the system says if it can't.
 *
 * @example
 * const server = await startServer({ file: "files-mcp", args: [], cwd, env });
 */
export async function startServer(program: ServerProgram): Promise<Server> {
  const { execa } = await import("execa");
  const child = execa(program.file, program.args, {
    cwd: program.cwd,
    env: program.env,
    extendEnv: false,
    detached: true,
    cleanup: false,
    stdin: "pipe",
    buffer: false,
    reject: false,
  });
  const { stdin, stdout } = child;
  if (child.pid === undefined) {
    const { originalMessage = "" } = await child;
    throw new Error(originalMessage);
  }
  const complaints = capture(child.stderr, { limit: complaintsLimit, redact: program.redact });
  const stopping = new AbortController();
  // Whoever writes to a program that is gone learns of its end.
  stdin.on("error", () => undefined);
  const ended = awaitGroup(child, stopping.signal)
    .then(() => child)
    .then(({ signal, exitCode }) =>
      signal === undefined ? `exit code ${exitCode ?? 1}` : `killed by ${signal}`,
    );
  return {
    stdin,
    stdout,
    ended,
    complaints: () => program.redact?.(complaints.text()) ?? complaints.text(),
    async stop() {
      stdin.end();
      await Promise.race([ended, sleep(patienceMs, undefined, { ref: false })]);
      stopping.abort();
      await ended;
    },
  };
}
