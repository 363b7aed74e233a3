/** A log to which groups come quickly is preallocated: what others see of it, and what is left of it. */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { codeOf, eventOf } from "../../contracts/run-store.ts";
import { first, linesOf, logStage, quick, replaceInFs } from "#support/preallocated-log.ts";
import type { LogStage } from "#support/preallocated-log.ts";

let stage: LogStage;
let log: string;

beforeEach(() => {
  stage = logStage();
  log = stage.log;
});

/** Writes in place of zeros, as a writer does whose process ends meanwhile. */
function writeInPlace(text: string): void {
  const file = fs.openSync(log, "r+");
  fs.writeSync(file, text, stage.content().length);
  fs.closeSync(file);
}

function noSpace(): Error {
  return Object.assign(new Error("no space"), { code: "ENOSPC" });
}

describe("while groups come quickly", () => {
  it("a log ends in zeros, which readers pass over", async () => {
    await stage.hurried();

    const { size } = fs.statSync(log);
    const read = await stage.store.read("run_x");

    expect(size).toBeGreaterThan(200_000);
    expect(stage.content().split("\n")).toHaveLength(quick + 1);
    expect(read.events).toHaveLength(quick);
    expect(read.repaired).toEqual({ droppedBytes: 0, ignoredLines: 0 });
    expect(await stage.store.readAfter?.("run_x", read.end!)).toMatchObject({
      events: [],
      repaired: { droppedBytes: 0, ignoredLines: 0 },
    });
  });

  it("they are durable before anything is written in their place", async () => {
    const sizes: number[] = [];
    replaceInFs("fdatasyncSync", (real) => (file) => {
      real(file);
      sizes.push(stage.content().split("\n").length - 1);
    });

    await stage.hurried();

    const twice = sizes.filter((lines, at) => lines === sizes[at - 1]);
    expect([sizes.length, twice]).toEqual([quick + 1, [32]]);
  });

  it("it gets more of them when they are used up", async () => {
    const writer = await stage.hurried();
    vi.useFakeTimers({ toFake: ["Date"] });

    for (let seq = quick; seq < quick + 6; seq += 1)
      await writer.append([eventOf(seq, { data: { text: "x".repeat(50_000) } })]);
    vi.useRealTimers();

    expect(fs.statSync(log).size).toBeGreaterThan(stage.content().length + 100_000);
    expect(await stage.seqs()).toEqual(first(quick + 6));
  });

  it("a group that is large is appended without them", async () => {
    const writer = await stage.hurried();

    await writer.append([eventOf(quick, { data: { text: "x".repeat(100_000) } })]);
    const { size } = fs.statSync(log);

    expect(size).toBe(stage.content().length);
    expect(await stage.seqs()).toEqual(first(quick + 1));
  });

  it("it has its own length again when it is let go", async () => {
    const writer = await stage.hurried();

    await writer.release();

    expect(fs.statSync(log).size).toBe(stage.content().length);
    expect(await stage.seqs()).toEqual(first(quick));
  });

  it("groups of several logs are appended without them", async () => {
    const other = stage.kept(await stage.store.create("run_y"));
    const writer = await stage.hurried();

    await Promise.all([other.append([eventOf(0)]), writer.append([eventOf(quick)])]);
    const { size } = fs.statSync(log);

    expect(size).toBe(stage.content().length);
    expect(await stage.seqs()).toEqual(first(quick + 1));
  });
});

it("a log that rests has its own length, and is preallocated again", async () => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
  const writer = stage.kept(await stage.store.create("run_x"));
  for (let seq = 0; seq < quick; seq += 1) await writer.append([eventOf(seq)]);
  const before = fs.statSync(log).size;

  vi.advanceTimersByTime(300);
  const rested = fs.statSync(log).size - stage.content().length;
  for (let seq = quick; seq < 2 * quick; seq += 1) await writer.append([eventOf(seq)]);
  const after = fs.statSync(log).size;
  vi.useRealTimers();

  expect(before).toBeGreaterThan(200_000);
  expect(rested).toBe(0);
  expect(after).toBeGreaterThan(200_000);
  expect(await stage.seqs()).toEqual(first(2 * quick));
});

it("a log to which groups come now and then isn't preallocated", async () => {
  const writer = stage.kept(await stage.store.create("run_x"));
  vi.useFakeTimers({ toFake: ["Date"] });

  for (let seq = 0; seq < quick; seq += 1) {
    vi.setSystemTime(seq * 1_000);
    await writer.append([eventOf(seq)]);
  }
  vi.useRealTimers();

  expect(fs.statSync(log).size).toBe(stage.content().length);
});

it("groups are appended where the disk is too full for zeros", async () => {
  replaceInFs(
    "writeSync",
    (real) =>
      ((...given: Parameters<typeof real>) => {
        const bytes = given[1] as unknown as Buffer;
        if (bytes.length < 100_000) return real(...given);
        real(given[0], bytes.subarray(0, 5_000)); // as much as there was place for
        throw noSpace();
      }) as typeof real,
  );

  await stage.hurried();

  expect(fs.statSync(log).size).toBe(stage.content().length);
  expect(await stage.seqs()).toEqual(first(quick));
});

describe("what a kill leaves", () => {
  it("goes on as another file, which the killed process can't reach", async () => {
    await stage.hurried();
    const late = fs.openSync(log, "r+");
    const place = stage.content().length;

    const writer = await stage.acquired();
    fs.writeSync(late, linesOf(eventOf(quick, { node_id: "late" })), place);
    fs.closeSync(late);
    await writer.append([eventOf(quick)]);
    const { events, repaired } = await stage.store.read("run_x");

    expect(events.map(({ seq }) => seq)).toEqual(first(quick + 1));
    expect(events.at(-1)?.node_id).toBe("a");
    expect(repaired).toEqual({ droppedBytes: 0, ignoredLines: 0 });
    expect(fs.statSync(log).size).toBe(stage.content().length);
  });

  it("keeps its modes, and nothing lies beside it", async () => {
    await stage.hurried();

    await stage.acquired();

    expect(fs.statSync(log).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(join(stage.folder, "runs", "run_x")).sort()).toEqual([
      ".lock",
      "events.jsonl",
    ]);
  });

  it("stays, with the lock free, where there is no place for a copy", async () => {
    await stage.hurried();
    const before = fs.readFileSync(log);
    replaceInFs("fsyncSync", () => () => {
      throw noSpace();
    });

    expect(await codeOf(() => stage.acquired())).toBe("STORE_FAILED");
    vi.restoreAllMocks();
    syncBuiltinESMExports();
    expect(fs.readFileSync(log).equals(before)).toBe(true);
    expect(await codeOf(async () => stage.kept(await stage.store.acquire("run_x")))).toBe(
      "no refusal",
    );
  });

  it("stops a writer that slept meanwhile", async () => {
    const sleeper = await stage.hurried();
    const other = await stage.acquired();
    await other.append([eventOf(quick)]);

    expect(await codeOf(() => sleeper.append([eventOf(quick)]))).toBe("FENCED");
    await sleeper.release().catch(() => undefined);
    expect(await codeOf(() => other.append([eventOf(quick + 1)]))).toBe("no refusal");
    expect(await stage.seqs()).toEqual(first(quick + 2));
  });

  it("loses a torn last line", async () => {
    await stage.hurried();
    writeInPlace('{"seq":50,"times');

    const { events, repaired } = await stage.store.read("run_x");
    await (await stage.acquired()).append([eventOf(quick)]);

    expect(events).toHaveLength(quick);
    expect(repaired.droppedBytes).toBe('{"seq":50,"times'.length);
    expect(await stage.seqs()).toEqual(first(quick + 1));
    expect((await stage.store.read("run_x")).repaired.droppedBytes).toBe(0);
  });
});

describe("what a power cut leaves", () => {
  it("of the last group is a beginning of it, whichever of its blocks are lost", async () => {
    await stage.hurried();
    const before = fs.readFileSync(log);
    const start = stage.content().length;

    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
        async (lengths, lost) => {
          const group = lengths.map((length, at) =>
            eventOf(quick + at, { data: { text: "x".repeat(length) } }),
          );
          const after = Buffer.from(before);
          after.write(linesOf(...group), start);
          for (const [n, isLost] of lost.entries()) {
            const at = (Math.floor(start / 512) + n) * 512;
            if (isLost) before.copy(after, at, at, at + 512);
          }
          fs.writeFileSync(log, after);

          const { events } = await stage.store.read("run_x");
          await (await stage.acquired()).append([eventOf(events.length, { node_id: "next" })]);
          const later = await stage.store.read("run_x");

          const whole = events.length - quick;
          expect(whole).toBeGreaterThanOrEqual(0);
          expect(events.slice(quick)).toEqual(group.slice(0, whole));
          expect(later.events.slice(0, -1)).toEqual(events);
          expect(later.repaired).toEqual({ droppedBytes: 0, ignoredLines: 0 });
        },
      ),
      { numRuns: 200 },
    );
  });

  it("is damage if more is gone than a group", async () => {
    await stage.hurried("x".repeat(3_000));
    const bytes = fs.readFileSync(log);
    bytes.fill(0, 20_000, 20_512);
    fs.writeFileSync(log, bytes);

    expect(await codeOf(() => stage.store.read("run_x"))).toBe("LOG_CORRUPT");
    expect(await codeOf(async () => (await stage.acquired()).append([eventOf(quick)]))).toBe(
      "no refusal",
    );
    expect(await codeOf(() => stage.store.read("run_x"))).toBe("LOG_CORRUPT");
  });
});

describe("another hand", () => {
  it("that removes a preallocated log stops its writer", async () => {
    const writer = await stage.hurried();
    fs.rmSync(log);

    expect(await codeOf(() => writer.append([eventOf(quick)]))).toBe("FENCED");
  });

  it("that writes behind the zeros stops the writer, and nothing of it is cut off", async () => {
    const writer = await stage.hurried();
    fs.appendFileSync(log, linesOf(eventOf(3, { node_id: "late" })));

    expect(await stage.seqs()).toEqual(first(quick));
    expect(await codeOf(() => writer.append([eventOf(quick)]))).toBe("FENCED");
    await writer.release().catch(() => undefined);
    expect(fs.readFileSync(log, "utf8")).toContain("late");
    await (await stage.acquired()).append([eventOf(quick)]);
    expect(await stage.seqs()).toEqual(first(quick + 1));
  });

  /** Does something at the very moment at which the log has been preallocated. */
  async function whenPreallocated(
    deed: () => void,
  ): Promise<readonly [code: string, appended: number]> {
    const writer = stage.kept(await stage.store.create("run_x"));
    let isMade = false;
    replaceInFs("fdatasyncSync", (real) => (file) => {
      real(file);
      if (isMade || fs.fstatSync(file).size < 200_000) return;
      isMade = true;
      deed();
    });
    vi.useFakeTimers({ toFake: ["Date"] });
    let [code, appended] = ["no refusal", -1];
    for (; appended < quick && code === "no refusal"; appended += 1)
      code = await codeOf(() => writer.append([eventOf(appended + 1)]));
    vi.useRealTimers();
    return [code, appended];
  }

  it("that writes meanwhile stops the writer, and loses nothing", async () => {
    expect(await whenPreallocated(() => fs.appendFileSync(log, "of another\n"))).toEqual([
      "FENCED",
      32,
    ]);
    expect(fs.readFileSync(log, "utf8").endsWith("\0of another\n")).toBe(true);
  });

  it("that takes over meanwhile has the run, and loses nothing", async () => {
    let taken = "";
    const ended = await whenPreallocated(() => {
      const other = `${log}.other`;
      fs.writeFileSync(other, stage.content() + linesOf(eventOf(33, { node_id: "taken" })));
      taken = fs.readFileSync(other, "utf8");
      fs.renameSync(other, log);
    });

    expect(ended).toEqual(["FENCED", 32]);
    expect(fs.readFileSync(log, "utf8")).toBe(taken);
  });

  it("that takes over while zeros of a killed process are cleared away keeps its log", async () => {
    await stage.hurried();
    replaceInFs("fsyncSync", (real) => (file) => {
      real(file);
      fs.writeFileSync(join(stage.folder, "runs", "run_x", ".lock", "0003"), "{}");
    });
    const before = fs.readFileSync(log);

    expect(await codeOf(() => stage.acquired())).toBe("FENCED");
    expect(fs.readFileSync(log).equals(before)).toBe(true);
    expect(fs.readdirSync(join(stage.folder, "runs", "run_x")).sort()).toEqual([
      ".lock",
      "events.jsonl",
    ]);
  });
});
