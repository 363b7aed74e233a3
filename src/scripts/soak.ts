/**
 * Kills processes of real runs for as long as asked, and says what that has cost: nothing.
 *
 * Prints one line of JSON and appends it to `bench/soak.jsonl`.
 */
import { appendFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { soakRun } from "./soak/soak-run.ts";
import type { Soaked } from "./soak/soak-run.ts";
import { workflows } from "./soak/workflows.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "30" },
    side: { type: "string", default: String(availableParallelism()) },
    program: { type: "string" },
  },
});
const began = Date.now();
const until = began + Number(values.minutes) * 60_000;
const total = { kills: 0, runs: 0, processes: 0, steps: 0, twice: 0, lost: 0, wrong: 0 };

async function soak(): Promise<void> {
  while (Date.now() < until) {
    const workflow = workflows[total.runs++ % workflows.length];
    if (!workflow) return;
    const soaked = await soakRun(workflow, {
      kills: 1 + Math.floor(Math.random() * 12),
      random: Math.random,
      ...(values.program === undefined ? {} : { program: [process.execPath, values.program] }),
    });
    add(workflow.name, soaked);
  }
}

function add(name: string, soaked: Soaked): void {
  for (const key of ["kills", "processes", "steps", "twice", "lost"] as const) {
    total[key] += soaked[key];
  }
  if (soaked.wrong === null) return;
  total.wrong += 1;
  console.error(`${name}: ${soaked.wrong}`);
}

await Promise.all(Array.from({ length: Number(values.side) }, soak));
const line = JSON.stringify({
  at: new Date(began).toISOString(),
  minutes: Math.round((Date.now() - began) / 6_000) / 10,
  node: process.versions.node,
  kills: total.kills,
  runs: total.runs,
  processes: total.processes,
  steps_finished: total.steps,
  finished_twice: total.twice,
  lost: total.lost,
  ended_wrong: total.wrong,
});
console.log(line);
appendFileSync(resolve(import.meta.dirname, "../../bench/soak.jsonl"), `${line}\n`);
process.exitCode = total.twice + total.lost + total.wrong === 0 ? 0 : 1;
