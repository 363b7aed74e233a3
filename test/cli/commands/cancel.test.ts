import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { createFileStore } from "#adapters/stores/file/file.ts";
import { createFolder, documentOf, iter } from "#support/command-line.ts";

let cwd: string;

beforeEach(async () => {
  cwd = createFolder("human_gate.iter");
  await iter(["run", "human_gate.iter", "--simulate", "--run-id", "r1"], { cwd });
});

it("cancels a run that waits, which can be resumed", async () => {
  const said = await iter(["cancel", "--run-id", "r1", "--reason", "wrong branch"], { cwd });
  const resumed = await iter(["resume", "--run-id", "r1"], { cwd });

  expect([said.code, said.out]).toEqual([0, "Run: r1\nStatus: CANCELLED\n"]);
  expect(resumed.code).toBe(3);
});

it("gives id and status as a document", async () => {
  const said = await iter(["cancel", "--run-id", "r1", "--json"], { cwd });

  expect(documentOf(said)).toEqual({ run_id: "r1", status: "cancelled" });
});

it("takes the run as an argument, but no two of them", async () => {
  const said = await iter(["cancel", "r1"], { cwd });
  const two = await iter(["cancel", "r1", "--run-id", "r2"], { cwd });

  expect([said.code, said.out]).toEqual([0, "Run: r1\nStatus: CANCELLED\n"]);
  expect([two.code, two.err]).toEqual([
    2,
    expect.stringContaining("Two runs are named: `r1` and `r2`."),
  ]);
});

it("refuses a run that is cancelled already, or isn't there", async () => {
  await iter(["cancel", "--run-id", "r1"], { cwd });

  const again = await iter(["cancel", "--run-id", "r1"], { cwd });
  const unknown = await iter(["cancel", "--run-id", "nope"], { cwd });

  expect([again.code, unknown.code]).toEqual([2, 2]);
  expect(again.err).toContain("nothing to cancel");
  expect(unknown.err).toContain("There is no run `nope` in .iterion.");
});

it("says when the process that has the run hasn't heard", async () => {
  const holder = await createFileStore(join(cwd, ".iterion")).acquire("r1");
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  onTestFinished(() => void vi.useRealTimers());

  const cancelled = iter(["cancel", "r1"], { cwd });
  await vi.waitUntil(() => existsSync(join(cwd, ".iterion/runs/r1/cancel")), { timeout: 10_000 });
  await vi.advanceTimersByTimeAsync(20_000);
  const said = await cancelled;
  await holder.release();

  expect([said.code, said.out]).toEqual([0, "Run: r1\nStatus: paused_waiting_human\n"]);
  expect(said.err).toBe(
    "note: the process that has the run hasn't heard yet; it cancels the run as soon as it does\n",
  );
});
