/** What every run store does; one suite, run over each of them. */
import { afterEach, beforeEach, expect, it } from "vitest";
import type { RunStore, RunWriter } from "#core/ports/store.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { Refusal } from "#core/run/failure.ts";

/** A store to try, and what has to be cleaned up after it. */
export interface StoreSubject {
  readonly store: RunStore;
  readonly cleanUp?: () => void;
}

/** An event with the given place in the log. */
export function eventOf(seq: number, changes: Partial<RunEvent> = {}): RunEvent {
  return {
    seq,
    timestamp: `2026-05-04T09:12:${String(seq % 60).padStart(2, "0")}.000Z`,
    type: seq === 0 ? "run_started" : "node_started",
    run_id: "run_x",
    ...(seq === 0 ? { data: { format_version: 1 } } : { node_id: "a" }),
    ...changes,
  };
}

/** The code of the refusal that a call ends in. */
export async function codeOf(call: () => unknown): Promise<string> {
  try {
    await call();
    return "no refusal";
  } catch (error) {
    return (error as Refusal).code;
  }
}

/** Runs the contract over the stores that `open` gives. */
export function runStoreContract(open: () => StoreSubject): void {
  let subject: StoreSubject;
  let store: RunStore;
  const writers: RunWriter[] = [];

  async function created(runId = "run_x"): Promise<RunWriter> {
    const writer = await store.create(runId);
    writers.push(writer);
    return writer;
  }

  beforeEach(() => {
    subject = open();
    store = subject.store;
  });

  afterEach(async () => {
    for (const writer of writers.splice(0)) await writer.release();
    subject.cleanUp?.();
  });

  it("reads back what was appended, in order", async () => {
    const events = [eventOf(0), eventOf(1), eventOf(2, { branch_id: "f#0.a" })];
    const writer = await created();

    await writer.append(events.slice(0, 1));
    await writer.append(events.slice(1));

    expect(await store.read("run_x")).toMatchObject({
      events,
      repaired: { droppedBytes: 0, ignoredLines: 0 },
    });
  });

  it("keeps the order of appends that are made at the same time", async () => {
    const writer = await created();

    const appends = [0, 1, 2, 3, 4].map((seq) => writer.append([eventOf(seq)]));
    for (const append of appends) await append;

    const { events } = await store.read("run_x");
    expect(events.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4]);
  });

  it("has an event as soon as its append is over", async () => {
    const writer = await created();

    for (const seq of [0, 1, 2]) {
      await writer.append([eventOf(seq)]);
      expect((await store.read("run_x")).events).toHaveLength(seq + 1);
    }
  });

  it("keeps values of any size and shape", async () => {
    const data = {
      format_version: 1,
      text: "ü – 😀 – \u0000 \u2028".repeat(40_000),
      deep: { list: [1, null, true, { $blob: "looks like a reference", bytes: 1 }] },
      same: { $same: { seq: 0, key: "text" } },
    };
    const writer = await created();

    await writer.append([eventOf(0, { data })]);

    expect((await store.read("run_x")).events[0]?.data).toEqual(data);
  });

  it("lists runs that have an event", async () => {
    const writer = await created("run_b");
    const before = [await store.list(), await store.exists("run_b")];

    await writer.append([eventOf(0)]);
    await (await created("run_a")).append([eventOf(0)]);

    expect(before).toEqual([[], false]);
    expect((await store.list()).toSorted()).toEqual(["run_a", "run_b"]);
    expect(await store.exists("run_b")).toBe(true);
  });

  it("knows no run that was never written", async () => {
    expect(await store.exists("run_x")).toBe(false);
    expect(await codeOf(() => store.read("run_x"))).toBe("RUN_NOT_FOUND");
    expect(await codeOf(() => store.acquire("run_x"))).toBe("RUN_NOT_FOUND");
  });

  it("leaves nothing behind of a run that never began", async () => {
    const writer = await store.create("run_x");

    await writer.release();

    expect(await store.list()).toEqual([]);
    await (await created()).append([eventOf(0)]);
    expect(await store.list()).toEqual(["run_x"]);
  });

  it("refuses to create a run twice", async () => {
    const writer = await created();
    await writer.append([eventOf(0)]);
    await writer.release();

    expect(await codeOf(() => store.create("run_x"))).toBe("RUN_EXISTS");
  });

  it("refuses a second writer and says who the first is", async () => {
    const writer = await created();
    await writer.append([eventOf(0)]);

    expect(await codeOf(() => store.acquire("run_x"))).toBe("RUN_LOCKED");
    expect(await store.holder("run_x")).toMatchObject({ epoch: 1 });
  });

  it("lets the next writer go on after a release", async () => {
    const first = await created();
    await first.append([eventOf(0)]);
    await first.release();
    expect(await store.holder("run_x")).toBeUndefined();

    const second = await store.acquire("run_x");
    writers.push(second);
    await second.append([eventOf(1)]);

    expect(second.epoch).toBe(2);
    expect((await store.read("run_x")).events).toHaveLength(2);
  });

  it("keeps files of a run, the latest text of each", async () => {
    const writer = await created();
    await writer.append([eventOf(0)]);

    await writer.writeFile("artifacts/plan/0.json", "old");
    await writer.writeFile("artifacts/plan/0.json", "new ü");

    expect(await store.readFile("run_x", "artifacts/plan/0.json")).toBe("new ü");
    expect(await store.readFile("run_x", "artifacts/plan/1.json")).toBeUndefined();
  });

  it.each(["../up", "", ".", "a/b", "a\0b", "-x", "a..b", "x".repeat(129)])(
    "refuses the run id %j",
    async (runId) => {
      expect(await codeOf(() => store.create(runId))).toBe("INPUT_INVALID");
    },
  );

  it.each(["../x.json", "a/../../x", "/etc/x", "a//b", "a\0b", "a\\b", "", "..", "a/."])(
    "refuses the path %j",
    async (path) => {
      const writer = await created();
      await writer.append([eventOf(0)]);

      expect(await codeOf(() => writer.writeFile(path, "x"))).toBe("STORE_FAILED");
    },
  );
}
