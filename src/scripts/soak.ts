/**
 * Disturbs processes of real runs for as long as asked, and says what that has cost: nothing.
 *
 * Prints one line of JSON and appends it to `bench/soak.jsonl`; with `--suite` it plays what every
 * change has to survive, once, and only prints.
 */
import { appendFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { soakRun } from "./soak/soak-run.ts";
import { addTo, nothing, playSuite } from "./soak/suite.ts";
import type { Suite } from "./soak/suite.ts";
import { workflows } from "./soak/workflows.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "30" },
    side: { type: "string", default: String(availableParallelism()) },
    program: { type: "string" },
    suite: { type: "boolean", default: false },
  },
});
const began = Date.now();
const until = began + Number(values.minutes) * 60_000;
let total = nothing;
let begun = 0;

async function soak(): Promise<void> {
  while (Date.now() < until) {
    const workflow = workflows[begun++ % workflows.length];
    if (!workflow) return;
    const soaked = await soakRun(workflow, {
      faults: 1 + Math.floor(Math.random() * 12),
      freezes: 0.2,
      random: Math.random,
      ...(values.program === undefined ? {} : { program: [process.execPath, values.program] }),
    });
    total = addTo(total, soaked);
    if (soaked.wrong !== null) console.error(`${workflow.name}: ${soaked.wrong}`);
  }
}

function describe({ wrong, ...counts }: Suite): object {
  return {
    at: new Date(began).toISOString(),
    minutes: Math.round((Date.now() - began) / 6_000) / 10,
    node: process.versions.node,
    kills: counts.kills,
    freezes: counts.freezes,
    runs: counts.runs,
    processes: counts.processes,
    steps_finished: counts.steps,
    finished_twice: counts.twice,
    lost: counts.lost,
    gaps: counts.gaps,
    attempts: counts.attempts,
    effects: counts.effects,
    late: counts.late,
    ended_wrong: wrong.length,
  };
}

if (values.suite) {
  total = await playSuite(Math.random);
  for (const wrong of total.wrong) console.error(wrong);
} else {
  await Promise.all(Array.from({ length: Number(values.side) }, soak));
}
const line = JSON.stringify(describe(total));
console.log(line);
if (!values.suite) {
  appendFileSync(resolve(import.meta.dirname, "../../bench/soak.jsonl"), `${line}\n`);
}
const { twice, lost, gaps, wrong } = total;
process.exitCode = twice + lost + gaps + wrong.length === 0 ? 0 : 1;
