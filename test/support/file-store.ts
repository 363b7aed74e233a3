/** A file store in a folder of its own for each test of a file, and its run `run_x`. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { createFileStore } from "#adapters/stores/file/file.ts";
import type { RunStore, RunWriter } from "#core/ports/store.ts";
import { eventOf } from "../contracts/run-store.ts";

/** What a test has at hand. */
export interface FileStoreOfTest {
  readonly folder: string;
  readonly store: RunStore;
  /** A path in the run's folder. */
  readonly pathOf: (...parts: readonly string[]) => string;
  /** The writer of a new run; it is let go after the test, as all of these are. */
  readonly created: (runId?: string) => Promise<RunWriter>;
  readonly acquired: () => Promise<RunWriter>;
  /** Makes a run with so many events that nobody writes. */
  readonly stored: (count: number) => Promise<void>;
  /** The lines of its log. */
  readonly linesOf: () => string[];
}

/** Sets it up for every test of the file that calls this. */
export function useFileStore(): FileStoreOfTest {
  let folder: string;
  let store: RunStore;
  const writers: RunWriter[] = [];
  const kept = (writer: RunWriter): RunWriter => {
    writers.push(writer);
    return writer;
  };
  const pathOf = (...parts: readonly string[]): string => join(folder, "runs", "run_x", ...parts);
  const created = async (runId = "run_x"): Promise<RunWriter> => kept(await store.create(runId));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "iter-store-"));
    store = createFileStore(folder);
  });

  afterEach(async () => {
    for (const writer of writers.splice(0)) await writer.release().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });

  return {
    get folder() {
      return folder;
    },
    get store() {
      return store;
    },
    pathOf,
    created,
    acquired: async () => kept(await store.acquire("run_x")),
    async stored(count) {
      const writer = await created();
      for (let seq = 0; seq < count; seq += 1) await writer.append([eventOf(seq)]);
      await writer.release();
    },
    linesOf: () => readFileSync(pathOf("events.jsonl"), "utf8").split("\n"),
  };
}
