/**
 * Measures every goal, or those that are named: `npm run bench`, `npm run bench -- P1 P14`.
 *
 * A run of all goals writes the raw rounds to `results/` and the tables into `README.md`; with
 * `--check` it fails if a gate is missed.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { writeSection } from "../src/scripts/section.ts";
import { compileGrowth } from "./compile-growth.ts";
import { flow } from "./flow.ts";
import type { Goal, GoalResult } from "./goal.ts";
import { verdictOf } from "./goal.ts";
import { p01 } from "./p01-engine-overhead.ts";
import { p02 } from "./p02-state-machine.ts";
import { p03 } from "./p03-flat-cost.ts";
import { p04 } from "./p04-durable-loop.ts";
import { p05 } from "./p05-durable-chain.ts";
import { p06 } from "./p06-physical-limit.ts";
import { p07 } from "./p07-durable-fan.ts";
import { p08 } from "./p08-disk.ts";
import { p09 } from "./p09-resume.ts";
import { p10 } from "./p10-paused.ts";
import { p11 } from "./p11-first-event.ts";
import { p13 } from "./p13-compiler.ts";
import { p14 } from "./p14-validate.ts";
import { p17 } from "./p17-many-runs.ts";
import { p19 } from "./p19-crashes.ts";
import { p20 } from "./p20-memory.ts";
import { p21 } from "./p21-node-versions.ts";
import { peersAreInstalled, withContext } from "./programs.ts";
import { drawFigures, drawVerdicts } from "./tables.ts";

const goals: readonly Goal[] = [
  p01,
  p02,
  p03,
  p04,
  p05,
  p06,
  p07,
  p08,
  p09,
  p10,
  p11,
  p13,
  p14,
  p17,
  p19,
  p20,
  p21,
  compileGrowth,
  flow,
];
const rounds = 5;

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const chosen = asked.length === 0 ? goals : goals.filter(({ id }) => asked.includes(id));

if (!peersAreInstalled()) {
  process.stderr.write("The peers are missing: run `npm ci` in bench/ first.\n");
  process.exitCode = 2;
} else {
  const results = await withContext(rounds, (context) =>
    chosen.map((goal) => {
      process.stderr.write(`${goal.id}: ${goal.title}\n`);
      const result = goal.measure(context);
      process.stdout.write(
        `${drawVerdicts([{ goal, result }])}\n\n${drawFigures([{ goal, result }])}\n\n`,
      );
      return { goal, result };
    }),
  );
  if (asked.length === 0) await record(results);
  const missed = results
    .flatMap(({ result }) => result.ratios)
    .filter((one) => verdictOf(one) === "missed");
  if (process.argv.includes("--check") && missed.length > 0) process.exitCode = 1;
}

async function record(results: readonly { goal: Goal; result: GoalResult }[]): Promise<void> {
  const readme = join(import.meta.dirname, "README.md");
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "?"}, Node ${process.versions.node}`;
  const day = new Date().toISOString().slice(0, 10);
  const lines = results.flatMap(({ goal, result }) =>
    result.raw.flatMap(({ name, rounds: figures }) =>
      figures.map((round, index) =>
        JSON.stringify({ goal: goal.id, subject: name, round: index, ...round }),
      ),
    ),
  );
  const folder = join(import.meta.dirname, "results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "rounds.jsonl"), `${lines.join("\n")}\n`);
  await writeSection(
    readme,
    "verdicts",
    `Measured ${day} on ${machine}.\n\n${drawVerdicts(results)}`,
  );
  await writeSection(readme, "figures", drawFigures(results));
}
