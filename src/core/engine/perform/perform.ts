/** Performs one activation: its kind runs, and what comes of it is recorded. Spec: runtime §6. */
import { Refusal } from "#core/run/failure.ts";
import type { Outcome } from "#core/run/outcome.ts";
import type { ActiveRun, Flight } from "../run.ts";
import { workOf } from "../work-graph/work-of.ts";
import { counts, dropFlight } from "../run.ts";
import type { Performing } from "./context.ts";
import { createContext } from "./context.ts";
import { toFailure } from "./failures.ts";
import { failPerformed, finishActivation } from "./finish.ts";
import { openSession } from "./sessions.ts";

/** Starts performing; kinds that need no world are done when it returns. */
export function performActivation(run: ActiveRun, id: string): void {
  const activation = run.state.activations[id];
  const branch = activation && run.state.branches[activation.branch];
  const work = branch && workOf(run.work, run.state, branch.id);
  const node = activation && work?.nodes.get(activation.node);
  const kind = node && work?.kinds.get(node.kind);
  if (!activation || !branch || !work || !node || !kind) {
    throw new Error(`The activation "${id}" cannot be performed.`);
  }
  const flight: Flight = {
    id,
    mutating: activation.mutating,
    controller: null,
    effect: null,
    dropped: false,
    resting: false,
    question: null,
  };
  run.flights.set(id, flight);
  const session = openSession(run, flight, activation);
  const performing: Performing = { run, work, flight, activation, branch, node, session };
  try {
    const outcome = kind.run(createContext(performing));
    if (outcome instanceof Promise) void follow(performing, outcome);
    else end(performing, finishActivation(performing, outcome));
  } catch (error) {
    fail(performing, error);
  }
}

async function follow(performing: Performing, outcome: Promise<Outcome>): Promise<void> {
  try {
    const result = await outcome;
    if (!counts(performing.run, performing.flight)) return;
    const stored = finishActivation(performing, result);
    if (stored) await stored;
    land(performing);
  } catch (error) {
    fail(performing, error);
  }
}

function end(performing: Performing, stored: Promise<void> | undefined): void {
  if (!stored) {
    land(performing);
    return;
  }
  stored.then(
    () => land(performing),
    (error: unknown) => fail(performing, error),
  );
}

function fail(performing: Performing, error: unknown): void {
  // A store that says no is the end of the process's work, not a failure of the node.
  if (error instanceof Refusal) performing.run.journal.breakDown(error);
  else failPerformed(performing, toFailure(error));
  // Whatever else it was doing is of no interest any more.
  dropFlight(performing.run, performing.flight);
  land(performing);
}

/** The activation is over in this process. */
function land({ run, flight }: Performing): void {
  if (run.flights.get(flight.id) === flight) run.flights.delete(flight.id);
  run.wake();
}
