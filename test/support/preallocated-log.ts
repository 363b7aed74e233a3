/** A log to which groups come quickly, so that it is preallocated. */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { createFileStore } from "#adapters/stores/file/file.ts";
import type { RunStore, RunWriter } from "#core/ports/store.ts";
import type { RunEvent } from "#core/run/events.ts";
import { eventOf } from "../contracts/run-store.ts";

/** Events that are appended one by one until the log is preallocated, and some more. */
export const quick = 50;

/** A log is made longer by so many bytes at a time. */
export const zerosAtOnce: number = 256 * 1024;

/** The store of a test, and the log of its run `run_x`. */
export interface LogStage {
  readonly folder: string;
  readonly store: RunStore;
  readonly log: string;
  /** A writer that is let go at the end of the test. */
  kept(writer: RunWriter): RunWriter;
  /** A run to which events have just come quickly; its clock stands still, so that the zeros stay. */
  hurried(text?: string, count?: number): Promise<RunWriter>;
  /** Takes the run over from the process that has not touched its lock for long. */
  acquired(): Promise<RunWriter>;
  /** Marks the lock as left by a process that is gone. */
  forsake(): void;
  /** The lines of the log, without its zeros. */
  content(): string;
  seqs(): Promise<readonly number[]>;
}

/** Makes a store for the test that runs, and clears it away behind it. */
export function logStage(): LogStage {
  const folder = fs.mkdtempSync(join(tmpdir(), "iter-preallocated-"));
  const store = createFileStore(folder);
  const log = join(folder, "runs", "run_x", "events.jsonl");
  const writers: RunWriter[] = [];
  onTestFinished(async () => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    syncBuiltinESMExports();
    for (const writer of writers.splice(0)) await writer.release().catch(() => undefined);
    fs.rmSync(folder, { recursive: true, force: true });
  });

  function kept(writer: RunWriter): RunWriter {
    writers.push(writer);
    return writer;
  }

  function forsake(): void {
    const locks = join(folder, "runs", "run_x", ".lock");
    for (const name of fs.readdirSync(locks)) fs.utimesSync(join(locks, name), 0, 0);
  }

  return {
    ...{ folder, store, log, kept, forsake },
    async hurried(text = "", count = quick) {
      vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
      try {
        const writer = kept(await store.create("run_x"));
        for (let seq = 0; seq < count; seq += 1) {
          const more = text === "" || seq === 0 ? {} : { data: { text } };
          await writer.append([eventOf(seq, more)]);
        }
        return writer;
      } finally {
        vi.useRealTimers();
      }
    },
    async acquired() {
      forsake();
      return kept(await store.acquire("run_x"));
    },
    content: () => fs.readFileSync(log, "utf8").replace(/\0+$/, ""),
    seqs: async () => (await store.read("run_x")).events.map(({ seq }) => seq),
  };
}

/** Events as they stand in a log. */
export function linesOf(...events: readonly RunEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join("");
}

/** Numbers from 0 on. */
export function first(count: number): readonly number[] {
  return Array.from({ length: count }, (_, seq) => seq);
}

/** Replaces a function of `node:fs` for everybody until the test is over. */
export function replaceInFs<
  Name extends "fdatasyncSync" | "fsyncSync" | "openSync" | "renameSync" | "writeSync",
>(name: Name, make: (real: (typeof fs)[Name]) => (typeof fs)[Name]): void {
  const replaced = make(fs[name]);
  vi.spyOn(fs, name).mockImplementation(replaced as never);
  syncBuiltinESMExports();
}
