import {
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
  appendFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createFileStore } from "#adapters/stores/file/file.ts";
import { useFileStore } from "#support/file-store.ts";
import { codeOf, eventOf, runStoreContract } from "../../contracts/run-store.ts";

const files = useFileStore();
const { pathOf, created, acquired, stored, linesOf } = files;

describe("as a run store", () =>
  runStoreContract(() => ({ store: createFileStore(files.folder) })));

describe("lines", () => {
  it("have their keys in the documented order and end in a newline", async () => {
    const writer = await created();

    await writer.append([
      {
        data: { a: 1 },
        node_id: "n",
        type: "run_started",
        seq: 0,
        run_id: "run_x",
        timestamp: "t",
      },
    ]);

    expect(linesOf()).toEqual([
      '{"seq":0,"timestamp":"t","type":"run_started","run_id":"run_x","node_id":"n","data":{"a":1}}',
      "",
    ]);
  });

  it("hold a large value as the name of a blob, the smallest value that is too large", async () => {
    const text = "x".repeat(300_000);
    const writer = await created();

    await writer.append([eventOf(0, { data: { result: { output: { text, n: 1 } } } })]);

    const [name] = readdirSync(pathOf("blobs"));
    const [line] = linesOf();
    expect(JSON.parse(line!)).toMatchObject({
      data: { result: { output: { text: { $blob: name!.slice(0, 64), bytes: 300_002 }, n: 1 } } },
    });
    expect(JSON.parse(readFileSync(pathOf("blobs", name!), "utf8"))).toBe(text);
  });

  it("hold a value once, whether it goes on whole or in parts", async () => {
    const output = { report: "r".repeat(2_000), n: 1 };
    const steps = [
      eventOf(0),
      eventOf(1, { type: "node_finished", data: { output } }),
      eventOf(2, { type: "node_started", data: { kind: "tool", input: output } }),
      eventOf(3, { type: "step_finished", data: { result: { text: output.report, n: 2 } } }),
      eventOf(4, { type: "node_finished", data: { output, meta: { said: output.report } } }),
    ];
    const writer = await created();

    for (const event of steps) await writer.append([event]);

    const lines = linesOf();
    expect(lines.map((line) => line.length > 2_000)).toEqual([
      false,
      true,
      false,
      false,
      true,
      false,
    ]);
    expect(JSON.parse(lines[2]!)).toMatchObject({
      data: { kind: "tool", input: { $same: { seq: 1, key: "output" } } },
    });
    expect(JSON.parse(lines[4]!)).toMatchObject({
      data: { output, meta: { said: { $same: { seq: 1, key: "output.report" } } } },
    });
    expect((await files.store.read("run_x")).events).toEqual(steps);
  });

  it("that hold a value again keep what looks like a reference, and what is large", async () => {
    const output = { report: "r".repeat(2_000) };
    const input = { report: output.report, odd: { $same: { seq: 0, key: "a" } } };
    const steps = [
      eventOf(0),
      eventOf(1, { type: "node_finished", data: { output } }),
      eventOf(2, { type: "node_started", data: { input, large: "x".repeat(300_000) } }),
      eventOf(3, { type: "node_started", data: { input: output, large: "x".repeat(300_000) } }),
    ];
    const writer = await created();

    await writer.append(steps);

    expect((await files.store.read("run_x")).events).toEqual(steps);
    expect(readdirSync(pathOf("blobs"))).toHaveLength(2);
  });

  it("may refer to a value of an earlier line", async () => {
    await stored(1);
    const data = { result: { output: [{ a: "b" }] } };
    const same = { input: { $same: { seq: 1, key: "result.output.0" } } };
    appendFileSync(pathOf("events.jsonl"), `${JSON.stringify(eventOf(1, { data }))}\n`);
    appendFileSync(pathOf("events.jsonl"), `${JSON.stringify(eventOf(2, { data: same }))}\n`);

    const { events } = await files.store.read("run_x");

    expect(events[2]?.data).toEqual({ input: { a: "b" } });
  });

  it.each([
    ["a blob that is gone", { $blob: "0".repeat(64), bytes: 9 }],
    ["a blob outside the folder", { $blob: "../../secret", bytes: 9 }],
    ["a line that is not there", { $same: { seq: 7, key: "a" } }],
    ["a value that is not there", { $same: { seq: 0, key: "nowhere" } }],
  ])("that refer to %s are a damaged log", async (_, value) => {
    await stored(1);
    appendFileSync(pathOf("events.jsonl"), `${JSON.stringify(eventOf(1, { data: { value } }))}\n`);

    expect(await codeOf(() => files.store.read("run_x"))).toBe("LOG_CORRUPT");
  });

  it("of a later format are refused", async () => {
    const writer = await created();
    await writer.append([eventOf(0, { data: { format_version: 2 } })]);

    expect(await codeOf(() => files.store.read("run_x"))).toBe("FORMAT_TOO_NEW");
  });

  it("share one write when they come in one turn of the event loop", async () => {
    const writer = await created();

    const first = writer.append([eventOf(0)]);
    const others = [1, 2, 3].map((seq) => writer.append([eventOf(seq)]));
    const writtenBefore = linesOf().length - 1;
    for (const other of others) await other;

    expect(first).toBeUndefined();
    expect(others.every((other) => other instanceof Promise)).toBe(true);
    expect([writtenBefore, linesOf().length - 1]).toEqual([1, 4]);
  });
});

describe("the logs of several runs", () => {
  const ids = Array.from({ length: 20 }, (_, index) => `run_${index}`);

  it("are synced side by side when they are written in one turn of the event loop", async () => {
    const all = await Promise.all(ids.map((id) => created(id)));

    const appends = all.map((writer) => writer.append([eventOf(0)]));
    const again = all.map((writer) => writer.append([eventOf(1)]));
    for (const append of [...appends, ...again]) await append;
    for (const writer of all) await writer.append([eventOf(2)]);

    expect(appends.map((append) => append === undefined)).toEqual(ids.map((_, at) => at === 0));
    for (const id of ids) {
      const { events } = await files.store.read(id);
      expect(events.map(({ seq }) => seq)).toEqual([0, 1, 2]);
    }
  });

  it("don't share a fault", async () => {
    mkdirSync(join(files.folder, "runs", "run_3"), { recursive: true });
    symlinkSync("/dev/full", join(files.folder, "runs", "run_3", "events.jsonl"));
    const all = await Promise.all(ids.map((id) => created(id)));

    const codes = await Promise.all(all.map((writer) => codeOf(() => writer.append([eventOf(0)]))));

    expect(codes.map((code) => code === "STORE_FAILED")).toEqual(ids.map((_, at) => at === 3));
  });

  it("have all that was appended when they are let go", async () => {
    const all = await Promise.all(ids.map((id) => files.store.create(id)));

    const appends = all.flatMap((writer) => [0, 1].map((seq) => writer.append([eventOf(seq)])));
    await Promise.all(all.map((writer) => writer.release()));
    for (const append of appends) await append;

    for (const id of ids) expect((await files.store.read(id)).events).toHaveLength(2);
  });
});

describe("a log after a kill", () => {
  it.each([
    ["without its newline", '{"seq":2,"timestamp":"t","type":"node_started","run_id":"run_x"}'],
    ["cut in the middle", '{"seq":2,"times'],
    ["that is not JSON", "\0\0\0\0\n"],
  ])("loses a last line %s, once somebody writes again", async (_, tail) => {
    await stored(2);
    appendFileSync(pathOf("events.jsonl"), tail);

    const before = await files.store.read("run_x");
    const writer = await acquired();
    const untouched = statSync(pathOf("events.jsonl")).size;
    await writer.append([eventOf(2)]);
    const after = await files.store.read("run_x");

    expect(before.events).toHaveLength(2);
    expect(before.repaired).toEqual({ droppedBytes: Buffer.byteLength(tail), ignoredLines: 0 });
    expect(untouched).toBe(Buffer.byteLength(`${linesOf().slice(0, 2).join("\n")}\n${tail}`));
    expect(after.events.map(({ seq }) => seq)).toEqual([0, 1, 2]);
    expect(after.repaired.droppedBytes).toBe(0);
  });

  it("finds a torn line that is longer than what it reads at once", async () => {
    await stored(2);
    const long = JSON.stringify(eventOf(2, { data: { text: "x".repeat(200_000) } }));
    appendFileSync(pathOf("events.jsonl"), `${long}\n{"seq":3,${" ".repeat(300_000)}`);

    await (await acquired()).append([eventOf(3)]);

    const { events, repaired } = await files.store.read("run_x");
    expect(events).toHaveLength(4);
    expect(repaired.droppedBytes).toBe(0);
  });

  it("passes over late lines of a fenced writer and counts them until a process has said so", async () => {
    await stored(2);
    const late = `${JSON.stringify(eventOf(1, { node_id: "late" }))}\n`;
    appendFileSync(pathOf("events.jsonl"), late + late);
    const before = await files.store.read("run_x");

    await (await acquired()).append([eventOf(2, { type: "log_repaired" })]);
    const after = await files.store.read("run_x");

    expect(before.repaired.ignoredLines).toBe(2);
    expect(before.events[1]?.node_id).toBe("a");
    expect([after.events.length, after.repaired.ignoredLines]).toEqual([3, 0]);
  });

  it.each([
    ["a gap", `${JSON.stringify(eventOf(5))}\n`],
    ["a broken line in the middle", `{"seq":\n${JSON.stringify(eventOf(2))}\n`],
  ])("with %s is damaged, and says file and line", async (_, tail) => {
    await stored(2);
    appendFileSync(pathOf("events.jsonl"), tail);

    await expect(files.store.read("run_x")).rejects.toMatchObject({
      code: "LOG_CORRUPT",
      message: expect.stringContaining("events.jsonl:3 ") as string,
    });
  });

  it("is no run without a whole first line", async () => {
    mkdirSync(pathOf(), { recursive: true });
    writeFileSync(pathOf("events.jsonl"), '{"seq":0,"ti');

    expect(await files.store.exists("run_x")).toBe(false);
    await (await created()).append([eventOf(0)]);
    expect((await files.store.read("run_x")).events).toHaveLength(1);
  });
});
