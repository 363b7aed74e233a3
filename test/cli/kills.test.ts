// Real processes that are killed, sleep for too long, or want the same run.
import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import type { TestContext } from "vitest";
import { soakRun } from "#src/scripts/soak/soak-run.ts";
import { workflows } from "#src/scripts/soak/workflows.ts";
import type { RunEvent } from "#core/run/events.ts";
import {
  awaitProgram,
  createFolder,
  documentOf,
  iterProgram,
  startProgram,
} from "#support/command-line.ts";
import { awaitFile, slowFolder, startSlow } from "#support/slow-run.ts";

const words = ["resume", "--run-id", "r1", "--json"];

/** A file of the run `r1`. */
const pathOf = (cwd: string, ...path: readonly string[]): string =>
  join(cwd, ".iterion", "runs", "r1", ...path);
const lockOf = (cwd: string, epoch: string): string => pathOf(cwd, ".lock", epoch);
const logOf = (cwd: string): string => readFileSync(pathOf(cwd, "events.jsonl"), "utf8");

/** Lets the lock of a process that sleeps look forsaken. */
function ageLock(cwd: string): void {
  const longAgo = new Date(Date.now() - 31_000);
  utimesSync(lockOf(cwd, "0001"), longAgo, longAgo);
}

describe("a run that several processes want", () => {
  it("is one's that resumes it, and the other one is told whose", async () => {
    const cwd = slowFolder();
    const first = await startSlow(cwd);
    first.kill("SIGKILL");
    await awaitProgram(first);
    rmSync(join(cwd, "begun"));

    const rivals = [startProgram(words, { cwd }), startProgram(words, { cwd })];
    for (const rival of rivals) onTestFinished(() => void rival.kill("SIGKILL"));
    const ends = rivals.map((rival) => awaitProgram(rival));
    const lost = await Promise.race(ends);
    await awaitFile(cwd, "begun");
    rmSync(join(cwd, "wait"));
    const said = await Promise.all(ends);

    const winner = rivals[said.findIndex(({ code }) => code === 0)];
    expect(said.map(({ code }) => code).sort()).toEqual([0, 2]);
    expect(documentOf(lost)).toMatchObject({ code: "RUN_LOCKED" });
    expect(lost.err).toContain(`is being written by process ${winner?.pid}`);
    expect(readFileSync(join(cwd, "done.txt"), "utf8").match(/first/g)).toHaveLength(1);
  });

  it("is taken over from a dead process under the next number", async () => {
    const cwd = slowFolder();
    const first = await startSlow(cwd);
    first.kill("SIGKILL");
    await awaitProgram(first);
    rmSync(join(cwd, "wait"));

    const resumed = await iterProgram(words, { cwd });

    const resumption = logOf(cwd)
      .split("\n")
      .find((line) => line.includes('"run_resumed"'));
    expect(resumed.code).toBe(0);
    expect(JSON.parse(resumption ?? "")).toMatchObject({ data: { writer: { epoch: 2 } } });
    expect(JSON.parse(readFileSync(lockOf(cwd, "0001"), "utf8"))).not.toHaveProperty("released");
    expect(JSON.parse(readFileSync(lockOf(cwd, "0002"), "utf8"))).toMatchObject({
      released: true,
    });
  });

  it("is lost to a process that slept for too long, which then writes nothing", async () => {
    const cwd = slowFolder();
    const sleeper = await startSlow(cwd);
    const slept = awaitProgram(sleeper);
    sleeper.kill("SIGSTOP");
    ageLock(cwd);
    rmSync(join(cwd, "wait"));

    const resumed = await iterProgram(words, { cwd });
    const whole = logOf(cwd);
    sleeper.kill("SIGCONT");
    const said = await slept;

    expect(resumed.code).toBe(0);
    expect(said.code).toBe(1);
    expect(documentOf(said)).toMatchObject({ code: "FENCED" });
    expect(logOf(cwd)).toBe(whole);
  });
});

describe("a run of quick steps, whose log is preallocated,", () => {
  const steps = 1_000;
  const workflow = `schema said:
  text: string

prompt say:
  Say something.

agent speak:
  model: "simulate/any"
  user: say
  output: said

compute count:
  expr:
    n: "default(outputs.count.n, 0) + 1"

workflow w:
  entry: speak
  speak -> count
  count -> speak when "n < ${steps}" as again(${steps})
  count -> done
`;
  const isPreallocated = (cwd: string): boolean =>
    existsSync(pathOf(cwd, "events.jsonl")) && logOf(cwd).endsWith("\0");

  /** The run `r1`, stopped or killed while its log is preallocated. */
  async function caught(
    cwd: string,
    signal: "SIGKILL" | "SIGSTOP",
    test: TestContext,
  ): Promise<ChildProcess> {
    writeFileSync(join(cwd, "w.iter"), workflow);
    const child = startProgram(["run", "w.iter", "--run-id", "r1", "--json"], { cwd });
    onTestFinished(() => void child.kill("SIGKILL"));
    while (!isPreallocated(cwd)) {
      if (child.exitCode === 0)
        test.skip("this disk syncs too slowly for a log to be preallocated");
      if (child.exitCode !== null) throw new Error("the run ended before its log was preallocated");
      await setTimeout(2);
    }
    child.kill(signal);
    return child;
  }

  /** What the log holds, if it is whole and ends with its last line. */
  function seqsOf(cwd: string): readonly number[] {
    const lines = logOf(cwd).split("\n").slice(0, -1);
    return lines.map((line) => (JSON.parse(line) as RunEvent).seq);
  }

  it("goes on after a kill where it was", async (test) => {
    const cwd = createFolder();
    await awaitProgram(await caught(cwd, "SIGKILL", test));
    const left = isPreallocated(cwd);

    const resumed = await iterProgram(words, { cwd });

    const seqs = seqsOf(cwd);
    expect([left, resumed.code]).toEqual([true, 0]);
    expect(documentOf(resumed)).toMatchObject({ status: "finished", output: { n: steps } });
    expect(seqs).toEqual(seqs.map((_, at) => at));
  });

  it("is lost to whoever takes it over from a process that slept, which then writes nothing", async (test) => {
    const cwd = createFolder();
    const sleeper = await caught(cwd, "SIGSTOP", test);
    const slept = awaitProgram(sleeper);
    ageLock(cwd);

    const resumed = await iterProgram(words, { cwd });
    const whole = logOf(cwd);
    sleeper.kill("SIGCONT");
    const said = await slept;

    expect([resumed.code, said.code]).toEqual([0, 1]);
    expect(documentOf(said)).toMatchObject({ code: "FENCED" });
    expect(logOf(cwd)).toBe(whole);
    expect(seqsOf(cwd).length).toBeGreaterThan(steps);
  });
});

describe("runs that are killed wherever it hurts", () => {
  it.each(workflows)(
    "$name: nothing is lost, and nothing is done twice",
    async (workflow) => {
      const random = sequence(workflow.name.length);

      const soaked = await soakRun(workflow, { faults: 4, random });

      expect(soaked).toMatchObject({ twice: 0, lost: 0, gaps: 0, wrong: null });
      expect(soaked.kills).toBeGreaterThan(0);
    },
    120_000,
  );

  /** Numbers from 0 up to 1, the same in every run of the test. */
  function sequence(seed: number): () => number {
    let at = seed;
    return () => (at = (at * 16_807) % 2_147_483_647) / 2_147_483_647;
  }
});
