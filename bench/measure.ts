/** Runs subjects as processes in interleaved rounds and sums up what they said. */
import { spawnSync } from "node:child_process";

/** Something that is measured: a process that prints figures as one JSON object. */
export interface Subject {
  readonly name: string;
  /** One round's figures. */
  measure(): Figures;
}

/** Figures of one round by name, such as `us_per_step`; counts of the work done among them. */
export type Figures = Readonly<Record<string, number>>;

/** Median and spread of one figure over the rounds. */
export interface Summary {
  readonly median: number;
  /** Median absolute deviation. */
  readonly mad: number;
  readonly n: number;
}

/** What the rounds of one subject gave. */
export interface Measured {
  readonly name: string;
  readonly rounds: readonly Figures[];
}

/** Measures every subject once a round, so that a slow moment of the machine hits all of them. */
export function measureRounds(subjects: readonly Subject[], rounds: number): readonly Measured[] {
  const measured = subjects.map(({ name }) => ({ name, rounds: [] as Figures[] }));
  for (let round = 0; round < rounds; round += 1) {
    process.stderr.write(`  round ${round + 1} of ${rounds}\n`);
    for (const [index, subject] of subjects.entries()) {
      measured[index]?.rounds.push(subject.measure());
    }
  }
  return measured;
}

/** Median and spread of a figure. */
export function summarize(measured: Measured | undefined, figure: string): Summary {
  const values = (measured?.rounds ?? []).flatMap((round) => round[figure] ?? []);
  const median = medianOf(values);
  return {
    median,
    mad: medianOf(values.map((value) => Math.abs(value - median))),
    n: values.length,
  };
}

/** The middle value; the mean of both middle ones of an even number. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

/** Runs a program that prints its figures. */
export function runSubject(node: string, args: readonly string[]): Figures {
  const { status, stdout, stderr } = spawnSync(node, args, { encoding: "utf8", env: cleanEnv() });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${String(status)}: ${stderr}`);
  return readFigures(stdout.trim().split("\n").at(-1) ?? "");
}

/** The environment without what slows every start of Node down. */
export function cleanEnv(): NodeJS.ProcessEnv {
  const slow = ["NODE_EXTRA_CA_CERTS", "NODE_OPTIONS"];
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !slow.includes(name)));
}

function readFigures(line: string): Figures {
  return JSON.parse(line) as Figures;
}
