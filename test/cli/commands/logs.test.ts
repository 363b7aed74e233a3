import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { awaitProgram, createFolder, iter, startProgram } from "#support/command-line.ts";
import { slowFolder, startSlow } from "#support/slow-run.ts";

const workflow = `agent write:
  model: "simulate/any"

agent check:
  model: "simulate/any"

workflow w:
  entry: write
  write -> check
  check -> done
`;

async function finishedRun(...ids: readonly string[]): Promise<string> {
  const cwd = createFolder();
  writeFileSync(join(cwd, "w.iter"), workflow);
  for (const id of ids) await iter(["run", "w.iter", "--simulate", "--run-id", id], { cwd });
  return cwd;
}

it("shows a line for each event that people follow, of the latest run if none is named", async () => {
  const cwd = await finishedRun("z-first", "a-second");

  const { code, out } = await iter(["logs"], { cwd });

  expect(code).toBe(0);
  expect(out).toMatch(/^\d\d:\d\d:\d\d ▶ run a-second of w \(simulated/);
  expect(out).toMatch(/✓ write .*\n.*→ write → check\n/);
  expect(out).not.toContain("model:0");
});

it("shows one node alone, and every event if asked to", async () => {
  const cwd = await finishedRun("r");

  const { out } = await iter(["logs", "r", "--node", "check", "--all"], { cwd });
  const wrong = await iter(["logs", "r", "--node", "chek"], { cwd });

  expect(out).toContain("check begins model:0");
  expect(out).toContain("step_finished check#0 model:0");
  expect(out).not.toMatch(/[▶✓] write/u);
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining("did you mean `check`?")]);
});

it("prints the lines of the log with --json", async () => {
  const cwd = await finishedRun("r");
  const log = readFileSync(join(cwd, ".iterion/runs/r/events.jsonl"), "utf8");

  const { out } = await iter(["logs", "r", "--json"], { cwd });

  const seqs = (text: string): unknown[] =>
    text
      .split("\n")
      .flatMap((line) => (line === "" ? [] : [(JSON.parse(line) as { seq: number }).seq]));
  expect(seqs(out)).toEqual(seqs(log));
});

it("refuses a run that isn't there, and a store without any", async () => {
  const cwd = await finishedRun("r");

  expect(await iter(["logs", "nope"], { cwd })).toMatchObject({ code: 2 });
  expect((await iter(["logs"], { cwd: createFolder() })).err).toContain("There are no runs");
});

it("follows a run of another process to its end", async () => {
  const cwd = slowFolder();
  const run = await startSlow(cwd);
  const log = startProgram(["logs", "-f"], { cwd });
  await new Promise((seen) => log.stdout?.once("data", seen));

  rmSync(join(cwd, "wait"));
  const [said] = await Promise.all([awaitProgram(log), awaitProgram(run)]);

  expect(said.code).toBe(0);
  expect(said.out).toMatch(/✓ slow .*\n[^]*✓ run finished\n$/);
});

it("stops following at Ctrl-C, and leaves the run alone", async () => {
  const cwd = slowFolder();
  const run = await startSlow(cwd);
  const log = startProgram(["logs", "r1", "--follow"], { cwd });
  await new Promise((seen) => log.stdout?.once("data", seen));

  log.kill("SIGINT");
  const said = await awaitProgram(log);
  rmSync(join(cwd, "wait"));

  expect(said.code).toBe(130);
  expect(await awaitProgram(run)).toMatchObject({ code: 0 });
});

it("waits for the rest of a line that is being written", async () => {
  const cwd = await finishedRun("r");
  const text = readFileSync(join(cwd, ".iterion/runs/r/events.jsonl"), "utf8");
  const folder = createFolder();
  mkdirSync(join(folder, ".iterion/runs/r"), { recursive: true });
  const torn = text.length - 20;
  writeFileSync(join(folder, ".iterion/runs/r/events.jsonl"), text.slice(0, torn));

  const before = await iter(["logs", "r"], { cwd: folder });
  appendFileSync(join(folder, ".iterion/runs/r/events.jsonl"), text.slice(torn));
  const after = await iter(["logs", "r"], { cwd: folder });

  expect([before.code, before.out.includes("run finished")]).toEqual([0, false]);
  expect(after.out).toContain("run finished");
});
