/** Plays the phases of a scenario in a folder of its own and collects what came of them. */
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFileStore } from "#adapters/stores/file/file.ts";
import type { RunStore } from "#core/ports/store.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { PhaseEnd, Played } from "./compare.ts";
import { failureOf, statusOf } from "#core/report/check/log-view.ts";
import { runIdOf } from "./place.ts";
import type { Door, Invocation, Place } from "./place.ts";
import type { Phase, Scenario } from "./scenario.ts";

/** Plays all phases, each through the door, and in a store on disk unless another is wanted. */
export async function playScenario(
  scenario: Scenario,
  door: Door,
  openStore: (folder: string) => RunStore = createFileStore,
): Promise<Played> {
  const folder = mkdtempSync(join(placeFor(scenario), "iter-case-"));
  try {
    cpSync(scenario.folder, folder, { recursive: true });
    const storeFolder = join(folder, ".iterion");
    return await playPhases({ scenario, folder, storeFolder, store: openStore(storeFolder) }, door);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A scenario that is killed after each event is played a hundred times over, each event with a sync
 * of its own: in memory, if that has a file system, it doesn't wait for the disk.
 */
function placeFor({ crashEverywhere }: Scenario): string {
  const inMemory = "/dev/shm";
  return crashEverywhere && isWritable(inMemory) ? inMemory : tmpdir();
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function playPhases(place: Place, door: Door): Promise<Played> {
  const ends: PhaseEnd[] = [];
  const eventsOfPhases: number[] = [];
  for (const phase of place.scenario.phases) {
    const before = (await readEvents(place, runIdOf(phase))).length;
    const invocation = await playPhase(place, phase, door);
    const log = await readEvents(place, runIdOf(phase));
    const failure = failureOf(log);
    ends.push({
      status: statusOf(log),
      exitCode: invocation.exitCode,
      errorCode: invocation.refusal ?? failure?.code ?? null,
      message: invocation.message ?? failure?.error,
    });
    eventsOfPhases.push(log.length - before);
  }
  const { run } = place.scenario.expected;
  const log = await readEvents(place, run);
  return { ends, eventsOfPhases, log, files: readFiles(runFolder(place, run)) };
}

async function playPhase(place: Place, phase: Phase, door: Door): Promise<Invocation> {
  const folder = runFolder(place, runIdOf(phase));
  for (const name of phase.before?.delete ?? []) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  const other = phase.hold_lock ? await place.store.acquire(runIdOf(phase)) : undefined;
  const invocation = await door(place, phase);
  await other?.release();
  if (phase.tear && invocation.exitCode === null) tearLastLine(join(folder, "events.jsonl"));
  return invocation;
}

function runFolder(place: Place, runId: string): string {
  return join(place.storeFolder, "runs", runId);
}

/** Cuts the last line in its middle, as a kill inside a write does. */
function tearLastLine(path: string): void {
  const text = readFileSync(path);
  const start = text.lastIndexOf("\n", text.length - 2) + 1;
  truncateSync(path, start + Math.floor((text.length - start) / 2));
}

async function readEvents(place: Place, runId: string): Promise<readonly RunEvent[]> {
  if (!(await place.store.exists(runId))) return [];
  return (await place.store.read(runId)).events;
}

function readFiles(folder: string): ReadonlyMap<string, string> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]));
}
