/** What many runs of a process write at the same moment, and what of it a power cut leaves. */
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFileStore } from "#adapters/stores/file/file.ts";
import type { RunStore, RunWriter } from "#core/ports/store.ts";
import { codeOf, eventOf } from "../../contracts/run-store.ts";

const crowd = Array.from({ length: 10 }, (_, n) => `run_${n}`);

let folder: string;
let store: RunStore;
const writers: RunWriter[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "iter-shared-"));
  store = createFileStore(folder);
});

afterEach(async () => {
  for (const writer of writers.splice(0)) await writer.release().catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
});

/** Runs that have begun: the first event of each is in its own file, and durable there. */
async function begun(ids: readonly string[] = crowd): Promise<readonly RunWriter[]> {
  const some = await Promise.all(ids.map((id) => store.create(id)));
  writers.push(...some);
  await appendToAll(some, 0);
  return some;
}

async function appendToAll(some: readonly RunWriter[], seq: number, text = ""): Promise<void> {
  const append = async (writer: RunWriter): Promise<void> =>
    writer.append([eventOf(seq, { data: { seq, text } })]);
  await Promise.all(some.map(append));
}

function logOf(id: string): string {
  return join(folder, "runs", id, "events.jsonl");
}

function segments(): readonly string[] {
  try {
    return readdirSync(join(folder, "shared")).map((name) => join(folder, "shared", name));
  } catch {
    return [];
  }
}

function theSegment(): string {
  const [path = "", ...others] = segments();
  expect(others).toEqual([]);
  return path;
}

/** As if its process had been killed. */
function forget(id: string): void {
  const entry = { epoch: 1, pid: pidOfTheDead(), host: hostname(), at: new Date().toISOString() };
  writeFileSync(join(folder, "runs", id, ".lock", "0001"), JSON.stringify(entry));
}

function pidOfTheDead(): number {
  return spawnSync(process.execPath, ["-e", ""]).pid;
}

async function seqsOf(id: string): Promise<readonly number[]> {
  const { events, repaired } = await createFileStore(folder).read(id);
  expect(repaired.ignoredLines).toBe(0);
  return events.map(({ seq }) => seq);
}

it("isn't made for runs that write alone", async () => {
  const [writer] = await begun(["run_x"]);
  for (let seq = 1; seq < 5; seq += 1) await writer?.append([eventOf(seq)]);

  expect(segments()).toEqual([]);
});

it("isn't made for a few runs, whose files are synced side by side", async () => {
  const some = await begun(crowd.slice(0, 4));
  await appendToAll(some, 1);

  expect(segments()).toEqual([]);
});

it("has what a crowd writes in one turn, and so has each run's own file", async () => {
  const some = await begun();
  expect(segments()).toEqual([]);
  await appendToAll(some, 1);

  expect(statSync(theSegment()).size).toBeGreaterThan(statSync(logOf("run_3")).size * 5);
  expect(readFileSync(logOf("run_3"), "utf8").trimEnd().split("\n")).toHaveLength(2);
});

it("is left by whoever writes alone again, and dropped by the last one", async () => {
  const some = await begun();
  await appendToAll(some, 1);
  for (const [n, writer] of some.entries()) {
    expect(segments()).toHaveLength(1);
    await turn();
    await turn();
    await writer.append([eventOf(2)]);
    expect(await seqsOf(crowd[n] ?? "")).toEqual([0, 1, 2]);
  }

  expect(segments()).toEqual([]);
});

it("is dropped when the runs are let go", async () => {
  const some = await begun();
  await appendToAll(some, 1);
  await Promise.all(some.map((writer) => writer.release()));

  expect(segments()).toEqual([]);
  expect(await seqsOf("run_7")).toEqual([0, 1]);
});

it.each([
  ["to what was synced", 0],
  ["to a part of a line", 10],
])("gives back what a power cut took: a file cut %s", async (_, more) => {
  const some = await begun();
  const synced = statSync(logOf("run_3")).size;
  for (const seq of [1, 2, 3]) await appendToAll(some, seq);
  const before = readFileSync(logOf("run_3"), "utf8");
  truncateSync(logOf("run_3"), synced + more);

  expect(await seqsOf("run_3")).toEqual([0, 1, 2, 3]);
  expect(statSync(logOf("run_3")).size).toBe(synced + more);
  forget("run_3");
  const next = await createFileStore(folder).acquire("run_3");
  writers.push(next);
  await next.append([eventOf(4)]);
  const after = readFileSync(logOf("run_3"), "utf8");
  expect(after.startsWith(before)).toBe(true);
  expect(await seqsOf("run_3")).toEqual([0, 1, 2, 3, 4]);
});

it("gives back what a power cut left as zeros", async () => {
  const some = await begun();
  const synced = statSync(logOf("run_3")).size;
  await appendToAll(some, 1);
  const { size } = statSync(logOf("run_3"));
  truncateSync(logOf("run_3"), synced);
  truncateSync(logOf("run_3"), size);

  expect(await seqsOf("run_3")).toEqual([0, 1]);
});

it("lets a reader go on from a line that only it has", async () => {
  const some = await begun();
  const synced = statSync(logOf("run_3")).size;
  await appendToAll(some, 1);
  const mark = some[3]?.mark?.();
  await appendToAll(some, 2);
  truncateSync(logOf("run_3"), synced);

  const rest = mark && (await createFileStore(folder).readAfter?.("run_3", mark));
  expect(rest?.events.map(({ seq }) => seq)).toEqual([2]);
});

it("gives nothing to another run of the same id", async () => {
  const some = await begun();
  await appendToAll(some, 1);
  rmSync(join(folder, "runs", "run_3"), { recursive: true });
  const anew = await createFileStore(folder).create("run_3");
  writers.push(anew);
  const first = eventOf(0, { data: { seq: 0, text: "" } });
  await anew.append([{ ...first, timestamp: "2026-12-24T12:00:00.000Z" }]);

  expect(await seqsOf("run_3")).toEqual([0]);
});

it("gives nothing that isn't whole: it was never said to be durable", async () => {
  const some = await begun();
  const synced = statSync(logOf("run_9")).size;
  await appendToAll(some, 1);
  truncateSync(logOf("run_9"), synced);
  const segment = theSegment();
  const bytes = readFileSync(segment);
  bytes[bytes.length - 10] = 0;
  writeFileSync(segment, bytes);

  expect(await seqsOf("run_9")).toEqual([0]);
});

it("gives nothing that another writer has overtaken", async () => {
  const some = await begun();
  const synced = statSync(logOf("run_3")).size;
  await appendToAll(some, 1);
  truncateSync(logOf("run_3"), synced);
  appendFileSync(logOf("run_3"), `${JSON.stringify(eventOf(1, { data: { by: "next" } }))}\n`);

  const { events } = await createFileStore(folder).read("run_3");
  expect(events.map(({ data }) => data?.["by"])).toEqual([undefined, "next"]);
});

it("is begun anew when it grows large", async () => {
  const some = await begun();
  const text = "x".repeat(120_000);
  await appendToAll(some, 1, text);
  const first = theSegment();
  for (let seq = 2; seq < 16; seq += 1) await appendToAll(some, seq, text);
  await expect.poll(() => segments().includes(first)).toBe(false);

  await appendToAll(some, 16);
  expect(segments()).toHaveLength(1);
  expect(await seqsOf("run_0")).toHaveLength(17);
});

it("is begun anew when somebody has removed it", async () => {
  const some = await begun();
  await appendToAll(some, 1);
  const first = theSegment();
  rmSync(join(folder, "shared"), { recursive: true });
  await appendToAll(some, 2);

  expect(segments().includes(first)).toBe(false);
  expect(segments()).toHaveLength(1);
});

it("fails those who share it if it can't be written, and their logs stay as they were", async () => {
  const some = await begun();
  writeFileSync(join(folder, "shared"), "");

  const codes = some.map((writer) => codeOf(() => writer.append([eventOf(1)])));
  expect(new Set(await Promise.all(codes))).toEqual(new Set(["STORE_FAILED"]));
  expect(readFileSync(logOf("run_3"), "utf8").trimEnd().split("\n")).toHaveLength(1);
});

it("disturbs no other store of the same folder", async () => {
  const other = createFileStore(folder);
  const theirs = await Promise.all(crowd.map((id) => other.create(`other_${id}`)));
  writers.push(...theirs);
  const ours = await begun();
  await appendToAll(theirs, 0);
  await Promise.all([appendToAll(ours, 1), appendToAll(theirs, 1)]);
  expect(segments()).toHaveLength(2);
  await Promise.all(ours.map((writer) => writer.release()));

  expect(segments()).toHaveLength(1);
});

it("that a killed process left goes once every file that it covers is whole", async () => {
  const some = await begun();
  const synced = statSync(logOf("run_3")).size;
  await appendToAll(some, 1);
  const left = join(folder, "left");
  copyFileSync(theSegment(), left);
  await Promise.all(some.map((writer) => writer.release()));
  truncateSync(logOf("run_3"), synced);
  const [owner, ...rest] = readFileSync(left, "latin1").split("\n");
  const dead = JSON.stringify({ ...(JSON.parse(owner ?? "") as object), pid: pidOfTheDead() });
  mkdirSync(join(folder, "shared"), { recursive: true });
  writeFileSync(join(folder, "shared", "1-left.log"), [dead, ...rest].join("\n"), "latin1");

  const first = await store.acquire("run_5");
  await first.append([eventOf(2)]);
  await first.release();
  expect(segments()).toHaveLength(1); // run_3 lacks its end
  const second = await store.acquire("run_3");
  await second.append([eventOf(2)]);
  await second.release();

  expect(segments()).toEqual([]);
  expect(await seqsOf("run_3")).toEqual([0, 1, 2]);
});

/** The next turn of the event loop. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
