/** Carries out what the nodes of a paused run have proposed; the run itself is not driven. Spec: github §11.5. */
import type { Fields } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import { PeopleAsked } from "#core/ports/effects.ts";
import type { EffectLog } from "#core/ports/effects.ts";
import type { CallSite } from "#core/ports/model.ts";
import type { Interaction } from "#core/run/state.ts";
import { createJournal } from "../journal.ts";
import type { Journal } from "../journal.ts";
import { openGates } from "../open-gates.ts";
import { createEffectLog } from "../perform/effects.ts";
import { openAside } from "../perform/gates.ts";
import { catchUp, loadRun } from "../snapshot.ts";
import type { GivenAnswers, World } from "../world.ts";

/** Something that waits to be written. */
export interface Proposed {
  /** What the tool that proposed it recorded. */
  readonly proposal: Fields;
  readonly site: CallSite;
  readonly effects: EffectLog;
}

/**
 * Has every open proposal made, one after the other; what came of each is given as the answer with
 * which the run is to be resumed.
 *
 * What is written is recorded first, as in a run that is driven: a process that is lost in between
 * leaves what the next one has to look for.
 *
 * @example
 * const answers = await carryOut(world, "run_1", write);
 * await resumeRun(world, { runId: "run_1", compile, answers });
 */
export async function carryOut(
  world: World,
  runId: string,
  make: (proposed: Proposed) => Promise<Fields>,
): Promise<readonly GivenAnswers[]> {
  const before = await loadRun(world, runId);
  const waiting = openGates(before.state).filter(({ source }) => source === "effects");
  if (waiting.length === 0) return [];
  const writer = await world.store.acquire(runId);
  try {
    const { state } = await catchUp(world, before);
    const journal = createJournal({ world, writer, state, runId, alone: () => true });
    const answers: GivenAnswers[] = [];
    for (const gate of openGates(state).filter(({ source }) => source === "effects")) {
      const outcome = await unlessAsked(make(propose({ world, journal, runId }, gate)));
      if (outcome !== null) answers.push({ gate: gate.gate, answers: outcome });
    }
    await journal.settled();
    if (journal.broken !== undefined) throw journal.broken as Error;
    return answers;
  } finally {
    await writer.release();
  }
}

/** Null for a proposal about which people have to be asked first: it stays open. */
async function unlessAsked(making: Promise<Fields>): Promise<Fields | null> {
  try {
    return await making;
  } catch (fault) {
    if (fault instanceof PeopleAsked) return null;
    throw fault;
  }
}

interface Carrying {
  readonly world: World;
  readonly journal: Journal;
  readonly runId: string;
}

function propose({ world, journal, runId }: Carrying, gate: Interaction): Proposed {
  const proposal = isFields(gate.questions) ? gate.questions : {};
  const step = typeof proposal["step"] === "string" ? proposal["step"] : "";
  const activation = journal.state.activations[gate.activationId];
  if (activation === undefined) throw new Error(`\`${gate.id}\` belongs to no activation.`);
  const { id: activationId, branch: branchId, node: nodeId } = activation;
  const key = `${runId}/${activationId}/${step}`;
  const place = { world, journal, runId, activation };
  return {
    proposal,
    site: { runId, nodeId, branchId, activationId, step, key, attempt: 1 },
    effects: createEffectLog({
      ...{ ...place, step },
      counts: () => journal.broken === undefined,
      ask: (question) => {
        openAside(place, question);
      },
    }),
  };
}
