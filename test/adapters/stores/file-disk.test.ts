import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createFileStore } from "#adapters/stores/file/file.ts";
import { useFileStore } from "#support/file-store.ts";
import { codeOf, eventOf } from "../../contracts/run-store.ts";

const files = useFileStore();
const { pathOf, created } = files;

it("keeps everything for the owner alone", async () => {
  const writer = await created();
  await writer.append([eventOf(0, { data: { text: "x".repeat(300_000) } })]);
  await writer.writeFile("artifacts/plan/0.json", "{}");

  const modeOf = (...parts: string[]): string =>
    (statSync(pathOf(...parts)).mode & 0o777).toString(8);
  expect(
    [[], ["artifacts", "plan"], ["blobs"], [".lock"]].map((parts) => modeOf(...parts)),
  ).toEqual(["700", "700", "700", "700"]);
  expect(
    [["events.jsonl"], ["artifacts", "plan", "0.json"], [".lock", "0001"]].map((parts) =>
      modeOf(...parts),
    ),
  ).toEqual(["600", "600", "600"]);
});

it("fails the append on a full disk, and the log stays as it was", async () => {
  mkdirSync(pathOf(), { recursive: true });
  symlinkSync("/dev/full", pathOf("events.jsonl"));
  const writer = await created();

  await expect((async () => writer.append([eventOf(0)]))()).rejects.toMatchObject({
    code: "STORE_FAILED",
    message: expect.stringContaining("no space is left on the device (ENOSPC") as string,
  });
  expect(await codeOf(() => writer.append([eventOf(0)]))).toBe("STORE_FAILED");
});

it.skipIf(!canMount())("keeps the durable groups on a disk that fills up", async () => {
  // Needs root, to mount a file system of 64 KiB.
  const small = join(files.folder, "small");
  mkdirSync(small);
  spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", small]);
  try {
    const full = createFileStore(small);
    const writer = await full.create("run_x");
    await writer.append([eventOf(0)]);
    const large = eventOf(1, { data: { text: "x".repeat(100_000) } });

    expect(await codeOf(() => writer.append([large]))).toBe("STORE_FAILED");
    await writer.release().catch(() => undefined);
    const log = await full.read("run_x");
    expect([log.events.length, log.repaired.droppedBytes]).toEqual([1, 0]);
  } finally {
    spawnSync("umount", ["-l", small]);
  }
});

it.skipIf(!canMount())("leaves no lock that it could not write on a full disk", async () => {
  const small = join(files.folder, "small");
  mkdirSync(small);
  spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", small]);
  try {
    const full = createFileStore(small);
    const first = await full.create("run_x");
    await first.append([eventOf(0)]);
    await first.release();
    const filler = join(small, "filler");
    spawnSync("dd", ["if=/dev/zero", `of=${filler}`]);

    const codes = [
      await codeOf(() => full.acquire("run_x")),
      await codeOf(() => full.create("run_y")),
    ];
    const left = [readdirSync(join(small, "runs/run_x/.lock")), readdirSync(join(small, "runs"))];
    rmSync(filler);
    const second = await full.acquire("run_x");
    await second.release();

    expect(codes).toEqual(["STORE_FAILED", "STORE_FAILED"]);
    expect(left).toEqual([["0001"], ["run_x"]]);
    expect(second.epoch).toBe(2);
  } finally {
    spawnSync("umount", ["-l", small]);
  }
});

it("says that a file stands where a folder is needed", async () => {
  writeFileSync(join(files.folder, "taken"), "");

  await expect(createFileStore(join(files.folder, "taken")).create("run_x")).rejects.toMatchObject({
    code: "STORE_FAILED",
    hint: expect.stringContaining("--store-dir") as string,
  });
});

it.skipIf(process.getuid?.() === 0)("says that it may not be written", async () => {
  // Root may write everywhere.
  chmodSync(files.folder, 0o500);

  expect(await codeOf(() => files.store.create("run_x"))).toBe("STORE_FAILED");
});

it.runIf(process.platform === "linux")("says so when folders can't be made there", async () => {
  const store = createFileStore("/proc/iter");

  await expect(store.create("run_x")).rejects.toMatchObject({
    code: "STORE_FAILED",
    message: expect.stringContaining("no folder can be made there (ENOENT, /proc/iter"),
  });
});

it("never loses a log by a failed start", async () => {
  const first = await created();
  await first.append([eventOf(0)]);
  await first.release();
  truncateSync(pathOf("events.jsonl"), 10);

  await (await created()).release();

  expect(statSync(pathOf("events.jsonl")).size).toBe(10);
});

function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const probe = mkdtempSync(join(tmpdir(), "iter-mount-"));
  const mounted =
    spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", probe]).status === 0;
  if (mounted) spawnSync("umount", ["-l", probe]);
  rmSync(probe, { recursive: true, force: true });
  return mounted;
}
