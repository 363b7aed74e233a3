/** Runs one program to its end, in a process group of its own of which nothing is left behind. */
import type { ChildProcess } from "node:child_process";
import { capture, captureLimit } from "./capture.ts";
import { awaitGroup } from "./process-group.ts";

/** What to run. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Given on standard input, which is closed then; without it there is no standard input. */
  readonly input?: string;
  /** Bytes of each stream that are kept; 10 MiB if left out. */
  readonly limit?: number;
  /** A word that only its environment has: whoever carries it is ended, too, in whatever group it is. */
  readonly mark?: string;
}

/** How a program ended. */
export interface ProgramResult {
  /** Set if it could not be started: `ENOENT`, `E2BIG` … */
  readonly fault: { readonly code: string; readonly message: string } | undefined;
  readonly exitCode: number;
  /** Set if a signal ended it. */
  readonly signal: string | null;
  readonly stdout: string;
  /** Only the beginning of standard output was kept. */
  readonly stdoutCut?: true;
  readonly stderr: string;
  readonly durationMs: number;
}

/** Who watches a program while it runs. */
export interface ProgramOptions {
  readonly signal: AbortSignal;
  /** Called once it has been started, such as to read its output as it comes. */
  readonly onStart?: (child: ChildProcess) => void;
  /** Takes secrets out of a stream before it is cut. */
  readonly redact?: ((text: string) => string) | undefined;
}

/**
 * Runs a program; an abort ends its whole group and rejects with the signal's reason.
 *
 * @example
 * const { stdout } = await runProgram({ file: "git", args: ["status"], cwd, env }, { signal });
 */
export async function runProgram(
  program: Program,
  { signal, onStart, redact }: ProgramOptions,
): Promise<ProgramResult> {
  const { execa } = await import("execa");
  signal.throwIfAborted();
  const began = performance.now();
  const child = execa(program.file, program.args, {
    cwd: program.cwd,
    env: program.env,
    extendEnv: false,
    detached: true,
    cleanup: false,
    ...(program.input === undefined ? { stdin: "ignore" } : { input: program.input }),
    buffer: false,
    reject: false,
  });
  const limit = program.limit ?? captureLimit;
  const [stdout, stderr] = [
    capture(child.stdout, { limit, redact }),
    capture(child.stderr, { limit, redact }),
  ];
  if (child.pid !== undefined) onStart?.(child);
  await awaitGroup(child, signal, program.mark);
  const ended = await child;
  signal.throwIfAborted();
  return {
    fault: child.pid === undefined ? faultOf(ended) : undefined,
    exitCode: ended.exitCode ?? 1,
    signal: ended.signal ?? null,
    stdout: stdout.text(),
    ...(stdout.isCut() ? { stdoutCut: true } : {}),
    stderr: stderr.text(),
    durationMs: Math.round(performance.now() - began),
  };
}

interface Ended {
  readonly code?: string | undefined;
  readonly originalMessage?: string | undefined;
}

function faultOf({ code = "", originalMessage = "" }: Ended): NonNullable<ProgramResult["fault"]> {
  return { code, message: originalMessage };
}
