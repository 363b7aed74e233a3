/** Processes that sleep at the wrong moment, and disks that fail, while a log is preallocated. */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { codeOf, eventOf } from "../../contracts/run-store.ts";
import { createFileStore } from "#adapters/stores/file/file.ts";
import { wholeLength } from "#adapters/stores/file/whole.ts";
import {
  first,
  linesOf,
  logStage,
  quick,
  replaceInFs,
  zerosAtOnce,
} from "#support/preallocated-log.ts";
import type { LogStage } from "#support/preallocated-log.ts";

/** So many groups come before the log is preallocated for the next one. */
const before = 32;

let stage: LogStage;
let log: string;

beforeEach(() => {
  stage = logStage();
  log = stage.log;
});

/** Does something once, before the first write of so many bytes. */
function beforeWriteOf(bytes: number, deed: () => void): void {
  let done = false;
  replaceInFs(
    "writeSync",
    (real) =>
      ((...given: Parameters<typeof real>) => {
        const isIt = (given[1] as unknown as Buffer).length === bytes;
        if (isIt && !done) {
          done = true;
          deed();
        }
        return real(...given);
      }) as typeof real,
  );
}

function fault(code: string): Error {
  return Object.assign(new Error("no"), { code });
}

async function nodesOf(): Promise<readonly (string | undefined)[]> {
  const { events } = await stage.store.read("run_x");
  return events.slice(before).map(({ node_id }) => node_id);
}

describe("a sleeper", () => {
  it("that appends late lines behind the zeros of another doesn't damage the log", async () => {
    const writer = await stage.hurried();
    const late = [3, 4].map((seq) => eventOf(seq, { node_id: "late" }));
    fs.appendFileSync(log, linesOf(...late));

    const read = await stage.store.read("run_x");
    expect(await codeOf(() => writer.append([eventOf(quick)]))).toBe("FENCED");
    await writer.release().catch(() => undefined);
    await (await stage.acquired()).append([eventOf(quick)]);

    expect(read.repaired).toEqual({ droppedBytes: 0, ignoredLines: 2 });
    expect(await stage.seqs()).toEqual(first(quick + 1));
    expect(fs.readFileSync(log).includes(0)).toBe(false);
  });

  it("that preallocates before a group of the taker leaves the log readable", async () => {
    await stage.hurried("", before);
    const taker = await stage.acquired();
    const group = [
      eventOf(before, { node_id: "taker" }),
      eventOf(before + 1, { node_id: "taker" }),
    ];
    beforeWriteOf(linesOf(...group).length, () =>
      fs.appendFileSync(log, Buffer.alloc(zerosAtOnce)),
    );

    await taker.append(group);

    expect(await nodesOf()).toEqual(["taker", "taker"]);
    expect(await codeOf(() => taker.append([eventOf(before + 2)]))).toBe("FENCED");
    await (await stage.acquired()).append([eventOf(before + 2)]);
    expect(await nodesOf()).toEqual(["taker", "taker", "a"]);
  });

  it("that preallocates before the taker's first group keeps the taker from writing behind it", async () => {
    await stage.hurried("", before);
    const taker = await stage.acquired();
    const asLeft = fs.statSync(log);
    fs.appendFileSync(log, Buffer.alloc(zerosAtOnce));
    const { size } = fs.statSync(log);
    vi.spyOn(fs, "fstatSync").mockReturnValueOnce(asLeft); // it came behind the taker's look
    syncBuiltinESMExports();

    expect(await codeOf(() => taker.append([eventOf(before)]))).toBe("FENCED");
    expect(fs.statSync(log).size).toBe(size);
  });

  it("that renames its copy late finds it gone", async () => {
    await stage.hurried();
    let slept = false;
    let third: Promise<unknown> | undefined;
    replaceInFs("renameSync", (real) => (from, to) => {
      if (!slept && to === log) {
        slept = true;
        stage.forsake();
        third = createFileStore(stage.folder)
          .acquire("run_x")
          .then((writer) => stage.kept(writer));
        fs.appendFileSync(log, linesOf(eventOf(quick, { node_id: "third" })));
      }
      real(from, to);
    });

    expect(await codeOf(() => stage.acquired())).not.toBe("no refusal");
    await third;
    expect((await nodesOf()).at(-1)).toBe("third");
  });

  it("whose log was replaced before it writes in place touches nothing", async () => {
    const other = linesOf(eventOf(0), eventOf(1, { node_id: "other" }));
    replaceInFs("openSync", (real) => (path, flags, mode) => {
      if (path === log && flags === "r+") {
        fs.writeFileSync(`${log}.other`, other);
        fs.renameSync(`${log}.other`, log);
      }
      return real(path, flags, mode);
    });

    expect(await codeOf(() => stage.hurried())).toBe("FENCED");
    expect(fs.readFileSync(log, "utf8")).toBe(other);
  });

  it("that finds the disk full cuts nothing off that the taker has written", async () => {
    const taken = linesOf(eventOf(before, { node_id: "taker" }));
    replaceInFs(
      "writeSync",
      (real) =>
        ((...given: Parameters<typeof real>) => {
          if ((given[1] as unknown as Buffer).length !== zerosAtOnce) return real(...given);
          fs.appendFileSync(log, taken);
          fs.writeFileSync(join(stage.folder, "runs", "run_x", ".lock", "0002"), "{}");
          throw fault("ENOSPC");
        }) as typeof real,
    );

    expect(await codeOf(() => stage.hurried())).toBe("FENCED");
    expect(await nodesOf()).toEqual(["taker"]);
  });
});

it("a copy that a kill left behind is removed", async () => {
  await stage.hurried();
  fs.writeFileSync(`${log}.4711-1.tmp`, "x");

  await stage.acquired();

  expect(fs.readdirSync(join(stage.folder, "runs", "run_x")).sort()).toEqual([
    ".lock",
    "events.jsonl",
  ]);
});

it("a disk that reports an error at the sync of the zeros stops the run", async () => {
  let failed = false;
  replaceInFs("fdatasyncSync", (real) => (file) => {
    if (!failed && fs.fstatSync(file).size > zerosAtOnce) {
      failed = true;
      throw fault("EIO");
    }
    real(file);
  });

  expect(await codeOf(() => stage.hurried())).toBe("STORE_FAILED");
  expect(failed).toBe(true);
  expect(await stage.seqs()).toEqual(first(before));
});

it("a process that may open no more files appends", async () => {
  replaceInFs("openSync", (real) => (path, flags, mode) => {
    if (flags === "r+") throw fault("EMFILE");
    return real(path, flags, mode);
  });

  await stage.hurried();

  expect(fs.statSync(log).size).toBe(stage.content().length);
  expect(await stage.seqs()).toEqual(first(quick));
});

it("a group never takes the last zero, by which others see what is preallocated", async () => {
  const writer = await stage.hurried();
  const fill = (seq: number, most: number): ReturnType<typeof eventOf> => {
    const left = fs.statSync(log).size - stage.content().length;
    const bare = linesOf(eventOf(seq, { data: { text: "" } })).length;
    return eventOf(seq, { data: { text: "x".repeat(Math.min(most, left - bare)) } });
  };
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });

  let seq = quick;
  for (; fs.statSync(log).size - stage.content().length > 40_000; seq += 1)
    await writer.append([fill(seq, 20_000)]);
  await writer.append([fill(seq, 60_000)]);
  const bytes = fs.readFileSync(log);

  expect(bytes.at(-1)).toBe(0);
  expect(bytes.length).toBe(stage.content().length + zerosAtOnce);
});

it("what is whole of a preallocated log ends where its last line ends", async () => {
  await stage.hurried();
  const file = fs.openSync(log, "r");

  const whole = wholeLength(file);
  fs.closeSync(file);

  expect(whole).toBe(stage.content().length);
});
