/** One run of one workflow, in processes that are killed wherever it hurts, until it is finished. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createWitness } from "./witness.ts";
import type { Findings, Witness } from "./witness.ts";
import type { SoakWorkflow } from "./workflows.ts";

/** What came of a run. */
export interface Soaked {
  readonly kills: number;
  readonly processes: number;
  readonly steps: number;
  readonly twice: number;
  readonly lost: number;
  /** Why it is not as it would have been undisturbed. */
  readonly wrong: string | null;
}

/** How a run is disturbed. */
export interface Disturbance {
  /** After so many kills it is left alone. */
  readonly kills: number;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  /** The program: an interpreter's words, the last of which is the command line's file. */
  readonly program?: readonly string[];
}

const runId = "r1";
const source = resolve(import.meta.dirname, "../../cli/index.ts");

/** More processes than this for one run mean that it stands still. */
const patience = 60;

/** Plays a run to its end in a folder of its own. */
export async function soakRun(workflow: SoakWorkflow, disturbance: Disturbance): Promise<Soaked> {
  const folder = mkdtempSync(join(tmpdir(), "iter-soak-"));
  try {
    mkdirSync(join(folder, "work"));
    writeFileSync(join(folder, "work", "w.iter"), workflow.text);
    return await playOn(workflow, folder, disturbance);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function playOn(
  { finished }: SoakWorkflow,
  folder: string,
  { kills: most, random, program = [process.execPath, source] }: Disturbance,
): Promise<Soaked> {
  const cwd = join(folder, "work");
  const witness = createWitness(folder, join(cwd, ".iterion", "runs", runId, "events.jsonl"));
  let kills = 0;
  let found = witness.look();
  let wrong: string | null = "it never came to its end";
  let processes = 0;
  for (let code: number | null = null; processes < patience; processes++) {
    const [command = "", ...words] = [...program, ...nextWords(witness, found, code)];
    const child = spawn(command, words, {
      cwd,
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"] },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const said = collect(child);
    const ended = once(child, "close");
    if (kills < most) void killSoon(child, witness, random);
    [code] = (await ended) as [number | null];
    if (code === null) kills += 1;
    found = witness.look();
    const failed = code !== null && code !== 0 && code !== 3;
    if (!found.over && !failed) continue;
    wrong = failed ? `it ended with ${code}: ${said()}` : compare(finished, found);
    break;
  }
  const { steps, twice, lost } = found;
  return { kills, processes: processes + 1, steps, twice, lost, wrong };
}

/** Starts the run, goes on with it, or answers the gate that has been open for longest. */
function nextWords(witness: Witness, { open }: Findings, code: number | null): string[] {
  const quiet = ["--no-interactive", "--json"];
  if (witness.lines() === 0) return ["run", "w.iter", "--run-id", runId, ...quiet];
  const words = ["resume", "--run-id", runId, ...quiet];
  const [gate] = open;
  if (code !== 3 || !gate) return words;
  return [...words, "--as", `person-${gate.answers}`, "--answer", `${gate.gate}.approved=true`];
}

/** Kills a process some lines of the log from now, or after a while if there are not so many. */
async function killSoon(
  child: ChildProcess,
  witness: Witness,
  random: () => number,
): Promise<void> {
  const from = witness.lines() + Math.floor(random() * 14);
  const until = Date.now() + 300 + random() * 3_000;
  while (child.exitCode === null && child.signalCode === null) {
    if (witness.lines() >= from || Date.now() > until) break;
    await new Promise((done) => setTimeout(done, 1 + random() * 3));
  }
  child.kill("SIGKILL");
}

function compare(expected: readonly string[], { finished }: Findings): string | null {
  const found = [...finished].sort();
  return JSON.stringify(found) === JSON.stringify([...expected].sort())
    ? null
    : `it finished ${found.join(", ")}`;
}

function collect(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return () => text.slice(-2_000);
}
