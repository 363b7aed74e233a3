/** Plays runs in processes that are killed, or frozen, wherever it hurts, until all are over. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { createWitness, runOf } from "./witness.ts";
import type { Counts, Findings, Witness } from "./witness.ts";

/** Runs that go on until all are over, in one process at a time. */
export interface Subject {
  /** Of what they leave; they work in `work`. */
  readonly folder: string;
  readonly runIds: readonly string[];
  /** The program and the words of the next process. */
  words(found: readonly Findings[], code: number | null): readonly string[];
  /** Codes of a process that has done its part, though runs may not be over. */
  readonly passing: readonly number[];
  /** Why what has been found when all are over is not as it would have been undisturbed. */
  compare(found: readonly Findings[]): string | null;
}

/** How runs are disturbed. */
export interface Disturbance {
  /** After so many kills and freezes they are left alone. */
  readonly faults: number;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  /** Which part of the faults are freezes: the run is taken from a process that thaws when all is over. */
  readonly freezes?: number;
  /** Most lines that the logs grow by before a fault. */
  readonly lines?: number;
}

/** What came of it, counted until all was over. */
export interface Soaked extends Counts {
  readonly runs: number;
  readonly kills: number;
  readonly freezes: number;
  readonly processes: number;
  /** Calls of tools that a process was about to make when it was frozen, and made as it thawed. */
  readonly late: number;
  /** Why it is not as it would have been undisturbed. */
  readonly wrong: string | null;
}

/** More processes than this beyond the faults mean that a run stands still. */
const patience = 50;

/** How a process ended, and what it said. */
interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** Plays runs to their end. */
export async function disturb(subject: Subject, disturbance: Disturbance): Promise<Soaked> {
  const { folder, runIds } = subject;
  const witnesses = runIds.map((runId) => createWitness(folder, runId));
  const look = (): readonly Findings[] => witnesses.map((witness) => witness.look());
  const frozen: Process[] = [];
  let found = look();
  let [kills, processes] = [0, 0];
  let wrong: string | null = "it never came to its end";
  for (let code: number | null = null; processes < disturbance.faults + patience; processes++) {
    const started = startProcess(subject, subject.words(found, code));
    const isLeft = kills + frozen.length >= disturbance.faults;
    const hit = isLeft ? undefined : await hitSoon(started, witnesses, disturbance);
    if (hit === "freeze") {
      forsake(subject);
      frozen.push(started);
      code = null;
    } else {
      const ended = await started.ended;
      code = ended.code;
      if (code === null) kills += 1;
      else if (!subject.passing.includes(code)) {
        wrong = `it ended with ${code}: ${ended.said}`;
        break;
      }
    }
    found = look();
    if (!found.every(({ over }) => over)) continue;
    wrong = subject.compare(found);
    break;
  }
  const sums = sumOf(found);
  await thaw(frozen);
  const { lost, gaps, attempts } = sumOf(look());
  return {
    ...{ runs: runIds.length, kills, freezes: frozen.length, processes: processes + 1 },
    ...{ ...sums, lost, gaps, late: attempts - sums.attempts, wrong },
  };
}

interface Process {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

function startProcess({ folder }: Subject, words: readonly string[]): Process {
  const [command = "", ...args] = words;
  const child = spawn(command, args, {
    cwd: join(folder, "work"),
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"] },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, said }));
  return { child, ended };
}

/** Disturbs a process some lines of the logs from now, or after a while if there are not so many. */
async function hitSoon(
  { child }: Process,
  witnesses: readonly Witness[],
  { random, freezes = 0, lines: most = 14 }: Disturbance,
): Promise<"kill" | "freeze" | undefined> {
  const lines = (): number => witnesses.reduce((sum, witness) => sum + witness.lines(), 0);
  const from = lines() + Math.floor(random() * most);
  const until = Date.now() + 300 + random() * 3_000;
  const kind = random() < freezes ? "freeze" : "kill";
  while (child.exitCode === null && child.signalCode === null) {
    if (lines() >= from || Date.now() > until) break;
    await setTimeout(1 + random() * 3);
  }
  if (child.exitCode !== null) return undefined;
  child.kill(kind === "kill" ? "SIGKILL" : "SIGSTOP");
  return kind;
}

/** Lets locks look as if nobody had touched them for long. */
function forsake({ folder, runIds }: Subject): void {
  const longAgo = new Date(Date.now() - 60_000);
  for (const locks of runIds.map((runId) => join(runOf(folder, runId), ".lock"))) {
    if (!existsSync(locks)) continue;
    for (const name of readdirSync(locks)) utimesSync(join(locks, name), longAgo, longAgo);
  }
}

/** Whoever was frozen while others went on finds out, and ends. */
async function thaw(frozen: readonly Process[]): Promise<void> {
  for (const { child } of frozen) child.kill("SIGCONT");
  await Promise.all(frozen.map(({ ended }) => ended));
}

const counted = ["steps", "twice", "lost", "gaps", "attempts", "effects"] as const;

function sumOf(found: readonly Counts[]): Counts {
  const sums = counted.map((key) => [key, found.reduce((sum, one) => sum + one[key], 0)] as const);
  return Object.fromEntries(sums) as Record<(typeof counted)[number], number>;
}
