// Who may write a run, and how it is asked to stop.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { readProcessState } from "#adapters/processes/process-state.ts";
import { useFileStore } from "#support/file-store.ts";
import { codeOf, eventOf } from "../../contracts/run-store.ts";

const files = useFileStore();
const { pathOf, acquired, stored, linesOf } = files;

afterEach(() => void vi.useRealTimers());

/** Writes the lock of another process. */
function lockBy(entry: object, ageMs = 0): void {
  const path = pathOf(".lock", "0002");
  const touched = new Date(Date.now() - ageMs);
  const whole = { epoch: 2, pid: 1, host: hostname(), at: touched.toISOString(), ...entry };
  writeFileSync(path, JSON.stringify(whole));
  utimesSync(path, touched, touched);
}

function pidOfTheDead(): number {
  return spawnSync(process.execPath, ["-e", ""]).pid;
}

describe("the lock", () => {
  beforeEach(() => stored(1));

  it("is refused while a live process of this machine holds it", async () => {
    lockBy({ pid: process.ppid });

    await expect(files.store.acquire("run_x")).rejects.toMatchObject({
      code: "RUN_LOCKED",
      message: expect.stringMatching(
        new RegExp(`${process.ppid} on ${hostname()}.*0 s ago`),
      ) as string,
    });
  });

  it("is refused while a process of another machine touches it", async () => {
    lockBy({ host: "elsewhere" }, 29_000);

    expect(await codeOf(() => files.store.acquire("run_x"))).toBe("RUN_LOCKED");
  });

  it("is refused while its owner is still writing the file", async () => {
    writeFileSync(pathOf(".lock", "0002"), "");

    await expect(files.store.acquire("run_x")).rejects.toMatchObject({
      code: "RUN_LOCKED",
      message: expect.stringContaining("`.lock/0002`, which doesn't say by which") as string,
    });
  });

  it.each([
    ["was released", { pid: process.ppid, released: true }, 0],
    ["was not touched for 30 s", { host: "elsewhere" }, 31_000],
    ["was not touched for 30 s though its process lives", { pid: process.ppid }, 31_000],
    ["belongs to a process that is gone", { pid: pidOfTheDead() }, 0],
    [
      "has this process's number from an earlier life",
      { pid: process.pid, at: "2020-01-01T00:00:00Z" },
      0,
    ],
  ])("is taken over if it %s", async (_, entry, ageMs) => {
    lockBy(entry, ageMs);

    expect(await files.store.holder("run_x")).toBeUndefined();
    expect((await acquired()).epoch).toBe(3);
  });

  it("is taken over if its process is dead, though whoever started it hasn't collected it", async () => {
    if (process.platform !== "linux") return;
    const parent = spawn("/bin/sh", ["-c", "sleep 0 & echo $!; exec sleep 60"]);
    onTestFinished(() => void parent.kill("SIGKILL"));
    const [said] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(said.toString());
    await vi.waitUntil(() => readProcessState(pid)?.dead === true);

    lockBy({ pid });

    expect((await acquired()).epoch).toBe(3);
  });

  it.each([
    ["after it was taken", 20_000, false],
    ["before it was taken", -3_600_000, true],
  ])("of this process counts when the clock was set %s, by %i ms", async (_, ms, before) => {
    const set = (): unknown => vi.useFakeTimers({ now: Date.now() + ms, toFake: ["Date"] });
    if (before) set();
    await acquired();
    if (!before) set();

    expect(await codeOf(() => files.store.acquire("run_x"))).toBe("RUN_LOCKED");
  });

  it("is touched every 5 s and marked at the end, and nothing is deleted", async () => {
    vi.useFakeTimers({
      now: Date.now() + 60_000,
      toFake: ["setInterval", "clearInterval", "Date"],
    });
    const writer = await acquired();
    const path = pathOf(".lock", "0002");
    utimesSync(path, new Date(0), new Date(0));

    vi.advanceTimersByTime(5_000);
    const touched = statSync(path).mtimeMs;
    await writer.release();

    expect(touched).toBe(Date.now());
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ epoch: 2, released: true });
    expect(readdirSync(pathOf(".lock"))).toEqual(["0001", "0002"]);
  });

  it("fences a writer that slept while another took over", async () => {
    const sleeper = await acquired();
    utimesSync(pathOf(".lock", "0002"), new Date(0), new Date(0));
    const other = await acquired();
    await other.append([eventOf(1)]);

    expect(await codeOf(() => sleeper.append([eventOf(1)]))).toBe("FENCED");
    expect(await codeOf(() => sleeper.writeFile("run.json", "x"))).toBe("FENCED");
    expect(await codeOf(() => other.append([eventOf(2)]))).toBe("no refusal");
    expect((await files.store.read("run_x")).events).toHaveLength(3);
  });

  it("stops a writer whose log has grown by another hand", async () => {
    const writer = await acquired();
    appendFileSync(pathOf("events.jsonl"), `${JSON.stringify(eventOf(1))}\n`);

    expect(await codeOf(() => writer.append([eventOf(1)]))).toBe("FENCED");
    expect(linesOf()).toHaveLength(3);
  });

  it("tells by itself that another process has taken over", async () => {
    const sleeper = await acquired();
    expect(await codeOf(() => sleeper.checkLock())).toBe("no refusal");
    utimesSync(pathOf(".lock", "0002"), new Date(0), new Date(0));
    await acquired();

    expect(await codeOf(() => sleeper.checkLock())).toBe("FENCED");
    expect(await codeOf(() => sleeper.check())).toBe("FENCED");
  });

  it.each([
    ["whose folder is gone", () => undefined],
    ["that somebody else has made anew", async () => (await files.created()).append([eventOf(0)])],
    ["whose locks are gone", async () => (await acquired()).append([eventOf(1)])],
  ])("stops a writer of a run %s", async (what, takeOver) => {
    const writer = await acquired();
    expect(await codeOf(() => writer.check())).toBe("no refusal");
    rmSync(what === "whose locks are gone" ? pathOf(".lock") : pathOf(), { recursive: true });
    await takeOver();

    expect(await codeOf(() => writer.check())).toBe("FENCED");
    expect(await codeOf(() => writer.writeFile("run.json", "x"))).toBe("FENCED");
    expect(existsSync(pathOf("run.json"))).toBe(false);
  });

  it("lets one of two have it that try at the same moment", async () => {
    const tries = await Promise.allSettled([acquired(), acquired(), acquired()]);

    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("a request to cancel", () => {
  it("reaches the writer within a second, once", async () => {
    await stored(1);
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const heard: unknown[] = [];
    (await acquired()).onCancelRequest((request) => heard.push(request));

    await files.store.requestCancel("run_x", { reason: "wrong branch", by: "ada" });
    vi.advanceTimersByTime(1_000);
    vi.advanceTimersByTime(5_000);

    expect(heard).toEqual([{ reason: "wrong branch", by: "ada" }]);
  });

  it("isn't a folder of that name, which stays", async () => {
    await stored(1);
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const heard: unknown[] = [];
    (await acquired()).onCancelRequest((request) => heard.push(request));

    mkdirSync(pathOf("cancel/kept"), { recursive: true });
    vi.advanceTimersByTime(3_000);

    expect(heard).toEqual([]);
    expect(existsSync(pathOf("cancel/kept"))).toBe(true);
  });

  it("of an earlier process is not heard", async () => {
    await stored(1);
    await files.store.requestCancel("run_x");
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const heard: unknown[] = [];

    (await acquired()).onCancelRequest((request) => heard.push(request));
    vi.advanceTimersByTime(2_000);

    expect(heard).toEqual([]);
  });

  it("is left to the present writer by one that slept while that one took over", async () => {
    await stored(1);
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const heard: string[] = [];
    (await acquired()).onCancelRequest(() => heard.push("sleeper"));
    utimesSync(pathOf(".lock", "0002"), new Date(0), new Date(0));
    const present = await acquired();

    await files.store.requestCancel("run_x");
    vi.advanceTimersByTime(3_000);
    present.onCancelRequest(() => heard.push("present"));
    vi.advanceTimersByTime(1_000);

    expect(heard).toEqual(["present"]);
  });
});
