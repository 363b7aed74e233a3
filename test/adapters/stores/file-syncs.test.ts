import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createFileStore } from "#adapters/stores/file/file.ts";
import { eventOf } from "../../contracts/run-store.ts";

let folder: string;
let synced: string[];

beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "iter-syncs-"));
  synced = [];
  for (const name of ["fsyncSync", "fdatasyncSync"] as const) {
    const sync = fs[name];
    vi.spyOn(fs, name).mockImplementation((file) => {
      sync(file);
      synced.push(fs.readlinkSync(`/proc/self/fd/${file}`).slice(folder.length + 1));
    });
  }
  const { fsync } = fs;
  vi.spyOn(fs, "fsync").mockImplementation((file, done) => {
    synced.push(fs.readlinkSync(`/proc/self/fd/${file}`).slice(folder.length + 1));
    fsync(file, done);
  });
  syncBuiltinESMExports();
});

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  fs.rmSync(folder, { recursive: true, force: true });
});

it.skipIf(process.platform !== "linux")(
  "makes a first run durable by its log and then the folders above it", // names are read from /proc
  async () => {
    const writer = await createFileStore(join(folder, "iter")).create("run_x");
    expect(synced).toEqual([]);

    await writer.append([eventOf(0)]);

    const run = "iter/runs/run_x";
    expect(synced).toEqual([`${run}/events.jsonl`, run, "iter/runs", "iter", ""]);
    await writer.append([eventOf(1)]);
    expect(synced.slice(5)).toEqual([`${run}/events.jsonl`]);
    await writer.release();
  },
);

it.skipIf(process.platform !== "linux")(
  "makes the names of runs that begin together durable by a few syncs of their folder",
  async () => {
    const store = createFileStore(join(folder, "iter"));
    const ids = Array.from({ length: 20 }, (_, n) => `run_${n}`);
    const writers = await Promise.all(ids.map((id) => store.create(id)));

    await Promise.all(writers.map(async (writer) => writer.append([eventOf(0)])));

    const own = ids.map((id) => synced.filter((name) => name === `iter/runs/${id}`).length);
    expect(own).toEqual(ids.map(() => 1));
    expect(synced.filter((name) => name === "iter/runs").length).toBeLessThanOrEqual(3);
    for (const writer of writers) await writer.release();
  },
);

it("lets everything else have its turn while a lone run writes one event after the other", async () => {
  const writer = await createFileStore(join(folder, "iter")).create("run_x");
  let turned = false;
  setImmediate(() => {
    turned = true;
  });

  for (let seq = 0; seq < 40; seq += 1) await writer.append([eventOf(seq)]);

  expect(turned).toBe(true);
  await writer.release();
});
