/** What the command line needs of the process that it runs in; `process` is one. */
import type { Readable, Writable } from "node:stream";

/** Where things are said. */
export type StreamName = "stdout" | "stderr";

/** A stream that may be a terminal. */
export interface HostStream extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** Standard input. */
export interface HostInput extends Readable {
  readonly isTTY?: boolean;
}

/** Signals that a run listens to. */
export type HostSignal = "SIGINT" | "SIGTERM" | "SIGHUP";

/** The process, or a stand-in of it. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: HostInput;
  readonly stdout: HostStream;
  readonly stderr: HostStream;
  readonly pid: number;
  cwd(): string;
  on(signal: HostSignal, listener: () => void): unknown;
  off(signal: HostSignal, listener: () => void): unknown;
  kill(pid: number, signal: string): unknown;
  exit(code: number): unknown;
}
