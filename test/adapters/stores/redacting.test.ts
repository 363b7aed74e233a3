import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFileStore } from "#adapters/stores/file/file.ts";
import { createRedactingStore } from "#adapters/stores/redacting.ts";
import { createRedactor } from "#core/run/redact.ts";
import type { RunStore } from "#core/ports/store.ts";
import { eventOf, runStoreContract } from "../../contracts/run-store.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "iter-redacting-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(): RunStore {
  const redactor = createRedactor({ values: ['tok"4f9c2a7b51'] });
  return createRedactingStore(createFileStore(folder), redactor);
}

describe("as a run store", () => runStoreContract(() => ({ store: open() })));

async function written(path: string, content: string): Promise<string | undefined> {
  const store = open();
  const writer = await store.create("run_x");
  await writer.append([eventOf(0)]);
  await writer.writeFile(path, content);
  await writer.release();
  return store.readFile("run_x", path);
}

it("hides secrets in JSON files, which stay JSON", async () => {
  const content = JSON.stringify({ note: 'the token is tok"4f9c2a7b51', n: 1 });

  expect(await written("artifacts/a/0.json", content)).toBe(
    '{\n  "note": "the token is ***",\n  "n": 1\n}\n',
  );
});

it("hides secrets in other files", async () => {
  expect(await written("report.md", 'a tok"4f9c2a7b51\n')).toBe("a ***\n");
});

it("leaves a file without secrets byte for byte", async () => {
  expect(await written("a.json", '{"a":  1}')).toBe('{"a":  1}');
});

it("refuses a run whose id has a secret in it, without saying it", async () => {
  const store = createRedactingStore(
    createFileStore(folder),
    createRedactor({ values: ["tok-4f9c2a7b51"] }),
  );

  await expect(store.create("run-tok-4f9c2a7b51")).rejects.toThrow(
    "The id of the run has a secret",
  );
  expect(readdirSync(folder)).toEqual([]);
});

it("hides secrets in the request to cancel a run", async () => {
  const store = open();
  const writer = await store.create("run_x");
  await writer.append([eventOf(0)]);
  const asked = new Promise((resolve) => writer.onCancelRequest(resolve));

  await store.requestCancel("run_x", { reason: 'because tok"4f9c2a7b51', by: 'tok"4f9c2a7b51' });

  expect(await asked).toEqual({ reason: "because ***", by: "***" });
  await writer.release();
});
