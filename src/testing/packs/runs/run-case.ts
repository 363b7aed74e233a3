/** A run scenario as a case: played as it is written and, where it asks for that, killed after every event. */
import { basename } from "node:path";
import type { Mismatch, PackCase } from "../case.ts";
import { compareEnd, compareLogAndFiles, compareRun } from "./compare.ts";
import type { PhaseEnd, Played } from "./compare.ts";
import type { Door } from "./place.ts";
import { playScenario } from "./play.ts";
import { readScenario } from "./read-scenario.ts";
import type { Phase, Scenario } from "./scenario.ts";

/** The case of a scenario's folder. */
export function runCase(folder: string, door: Door): PackCase {
  return {
    format: "runs",
    name: `runs/${basename(folder)}`,
    path: folder,
    play: () => compareScenario(readScenario(folder), door),
  };
}

async function compareScenario(scenario: Scenario, door: Door): Promise<readonly Mismatch[]> {
  const played = await playScenario(scenario, door);
  const mismatches = compareRun(scenario.expected, played);
  if (mismatches.length > 0 || !scenario.crashEverywhere) return mismatches;
  return compareKills(scenario, played, door);
}

/** Kills the run after each event of each phase; the first kill that leads elsewhere is told. */
async function compareKills(
  scenario: Scenario,
  plain: Played,
  door: Door,
): Promise<readonly Mismatch[]> {
  const end = plain.ends.at(-1);
  for (const [phase, events] of plain.eventsOfPhases.entries()) {
    for (let nth = 1; nth <= events; nth += 1) {
      const phases = withKill(scenario.phases, phase, nth);
      const killed = await playScenario({ ...scenario, phases }, door);
      const found = compareKilled(scenario, end, killed);
      if (found.length === 0) continue;
      const at = `killed after event ${nth} of phase ${phase + 1}:`;
      return found.map((mismatch) => ({ ...mismatch, what: `${at} ${mismatch.what}` }));
    }
  }
  return [];
}

function compareKilled(
  { expected }: Scenario,
  plain: PhaseEnd | undefined,
  killed: Played,
): readonly Mismatch[] {
  const last = killed.ends.at(-1);
  const ends =
    plain === undefined || last === undefined
      ? []
      : compareEnd("", { status: plain.status, ...exitCodeOf(plain, last) }, last);
  return [...ends, ...compareLogAndFiles(expected, killed)];
}

/** A run that was over when it was killed is refused another resume; its exit code says only that. */
function exitCodeOf(plain: PhaseEnd, last: PhaseEnd): { readonly exit_code?: number } {
  const over = last.errorCode === "RESUME_INVALID";
  return over || plain.exitCode === null ? {} : { exit_code: plain.exitCode };
}

/** The phases with one of them killed and resumed without arguments. */
function withKill(phases: readonly Phase[], index: number, nth: number): readonly Phase[] {
  const resume: Phase = {
    resume: { answer_flags: [], force: false, budget: {}, rearm: [] },
    tear: false,
    hold_lock: false,
  };
  return phases.flatMap((phase, at) =>
    at === index ? [{ ...phase, crash_after: { nth } }, resume] : [phase],
  );
}
