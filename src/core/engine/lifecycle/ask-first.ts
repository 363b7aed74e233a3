/** Has people asked before anything of a resumed run goes on. */
import type { AsideQuestion } from "#core/ports/effects.ts";
import { createEvent, nowhere } from "../decide/place.ts";
import { openGates } from "../open-gates.ts";
import { openAside } from "../perform/gates.ts";
import type { RunResult } from "../world.ts";
import { writeCaches } from "./files.ts";
import type { Session } from "./session.ts";

/** Asks, unless it is being asked already; the run stands as it did, and nothing of it is done. */
export async function askFirst(
  { world, writer, driver }: Session,
  question: AsideQuestion,
): Promise<RunResult> {
  const { state, journal, runId, work } = driver.run;
  const asked = openGates(state).some(({ about }) => about === question.about);
  if (!asked) openAside({ world, journal, runId, activation: null }, question);
  const open = openGates(state);
  journal.record(
    createEvent("run_paused", nowhere, {
      interactions: open.map(({ id }) => id),
      gates: open.map(({ gate }) => gate),
    }),
  );
  await journal.settled();
  if (journal.broken !== undefined) throw journal.broken as Error;
  await writeCaches(world, writer, state, work);
  return { runId, state, graph: work.graph, stopped: null, rejected: [] };
}
