// What there is of a run whose log has no beginning.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createFileStore } from "#adapters/stores/file/file.ts";
import type { RunStore } from "#core/ports/store.ts";
import { codeOf, eventOf } from "../../contracts/run-store.ts";

const first = `${JSON.stringify(eventOf(0))}\n`;
const second = `${JSON.stringify(eventOf(1))}\n`;

/** A store with one run, and its log. */
function storeWith(text: string): { readonly store: RunStore; readonly log: string } {
  const folder = mkdtempSync(join(tmpdir(), "iter-store-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const log = join(folder, "runs/run_x/events.jsonl");
  mkdirSync(join(folder, "runs/run_x"), { recursive: true });
  writeFileSync(log, text);
  return { store: createFileStore(folder), log };
}

it.each([
  ["is empty", ""],
  ["is a torn line", first.slice(0, 20)],
  ["is an empty line", "\n"],
  ["is a line of garbage", "{{{{\n"],
  ["is a line of garbage before zeros", `{{{{\n${"\0".repeat(100)}`],
  ["is JSON, but no event", "null\n"],
  ["is a line of zeros", `${"\0".repeat(5_000)}\n`],
  ["is zeros", "\0".repeat(5_000)],
  ["had its first line torn by a power cut", `${first.slice(0, 20)}\0\0\0\n\0\0\0`],
])("a log that %s is no run, and one of its id can be started", async (_, text) => {
  const { store, log } = storeWith(text);

  const known = [await store.list(), await store.exists("run_x")];
  const codes = [
    await codeOf(() => store.read("run_x")),
    await codeOf(() => store.acquire("run_x")),
    await codeOf(() => store.requestCancel("run_x")),
  ];
  const writer = await store.create("run_x");
  await writer.append([eventOf(0)]);
  await writer.release();

  expect(known).toEqual([[], false]);
  expect(codes).toEqual(["RUN_NOT_FOUND", "RUN_NOT_FOUND", "RUN_NOT_FOUND"]);
  expect(readFileSync(log, "utf8")).toBe(first);
});

it.each([
  ["another event is the first", first.replace("run_started", "node_started"), "LOG_CORRUPT"],
  ["its first line is gone", second, "LOG_CORRUPT"],
  ["its first line is broken", `{{{{\n${second}`, "LOG_CORRUPT"],
  ["its first line is empty", `\n${first}`, "LOG_CORRUPT"],
  [
    "what its first event says is no object",
    `{"seq":0,"type":"run_started","data":5}\n${second}`,
    "LOG_CORRUPT",
  ],
  ["it is of a later version", first.replace('n":1', 'n":99'), "FORMAT_TOO_NEW"],
])("a log is damaged, and nobody's, if %s", async (_, text, code) => {
  const { store, log } = storeWith(text);

  const known = [await store.list(), await store.exists("run_x")];

  expect(known).toEqual([["run_x"], true]);
  expect(await codeOf(() => store.read("run_x"))).toBe(code);
  expect(await codeOf(() => store.create("run_x"))).toBe("RUN_EXISTS");
  expect(readFileSync(log, "utf8")).toBe(text);
});
