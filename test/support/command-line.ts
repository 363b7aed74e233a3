/** The command line as tests use it: in this process, or as a program of its own. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { EventEmitter } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { onTestFinished } from "vitest";
import type { Host } from "#src/cli/host.ts";
import { main } from "#src/cli/main.ts";

/** The root of the checkout. */
export const root: string = resolve(import.meta.dirname, "../..");

/** What a command said and how it ended. */
export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Where and how a command is started. */
export interface Place {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Somebody sits at a terminal, and types `stdin`. */
  readonly terminal?: true;
}

/** A folder that is gone after the test, with copies of examples in it. */
export function createFolder(...examples: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "iter-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of examples) cpSync(join(root, "examples", name), join(folder, name));
  return folder;
}

/** Runs a command in this process. */
export async function iter(words: readonly string[], place: Place): Promise<Said> {
  const [out, err] = [collect(), collect()];
  const events = new EventEmitter();
  const host: Host = {
    env: { PATH: process.env["PATH"] ?? "", ...place.env },
    stdin: Object.assign(
      Readable.from(place.stdin === undefined ? [] : [Buffer.from(place.stdin)]),
      { isTTY: place.terminal === true },
    ),
    stdout: out.stream,
    stderr: Object.assign(err.stream, { isTTY: place.terminal === true }),
    pid: process.pid,
    cwd: () => place.cwd,
    on: (signal, listener) => events.on(signal, listener),
    off: (signal, listener) => events.off(signal, listener),
    kill: () => undefined,
    exit: () => undefined,
  };
  const code = await main(words, host);
  return { code, out: out.text(), err: err.text() };
}

/** The one document that a command printed. */
export function documentOf({ out }: Said): unknown {
  return JSON.parse(out);
}

/** Runs a command as a program of its own. */
export async function iterProgram(words: readonly string[], place: Place): Promise<Said> {
  const child = startProgram(words, place);
  child.stdin?.end(place.stdin);
  return awaitProgram(child);
}

/** Starts a command as a program of its own. */
export function startProgram(words: readonly string[], { cwd, env }: Place): ChildProcess {
  return spawn(process.execPath, [join(root, "src/cli/index.ts"), ...words], {
    cwd,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** Waits until a program has ended. */
export async function awaitProgram(child: ChildProcess): Promise<Said> {
  let [out, err] = ["", ""];
  child.stdout?.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((done) => child.once("close", done));
  return { code, out, err };
}

function collect(): { readonly stream: PassThrough; readonly text: () => string } {
  const stream = new PassThrough();
  let text = "";
  stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { stream, text: () => text };
}
