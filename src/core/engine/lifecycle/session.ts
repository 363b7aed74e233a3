/** Driving a run through its pauses as long as somebody at hand answers. Spec: runtime §16.3, §25.3. */
import { readAnswer } from "#core/graph/answer.ts";
import type { GivenAnswer } from "#core/ports/human.ts";
import type { RunWriter } from "#core/ports/store.ts";
import type { FieldError } from "#core/run/failure.ts";
import type { Interaction } from "#core/run/state.ts";
import { recordedAnswer, rejectedAnswer } from "../answers.ts";
import type { Driver } from "../drive.ts";
import { openGates } from "../open-gates.ts";
import type { RunResult, World } from "../world.ts";
import { describeWriter } from "./describe-resume.ts";
import { writeCaches } from "./files.ts";
import { goOnAsRecorded } from "./go-on-as-recorded.ts";

/** A run in the hands of this process. */
export interface Session {
  readonly world: World;
  readonly writer: RunWriter;
  readonly driver: Driver;
}

/** Drives the run to its next pause that nobody here can end, or to its end. */
export async function driveOn(session: Session): Promise<RunResult> {
  const { world, writer, driver } = session;
  const { run } = driver;
  let state = await driver.drive();
  while (await goesOn(session)) state = await driver.drive();
  await driver.keeper.finish();
  await writeCaches(world, writer, state, run.work);
  return {
    runId: run.runId,
    state,
    graph: run.work.graph,
    stopped: driver.stopped(),
    rejected: [],
  };
}

/** Has everything done that must be done while the run is still this process's. Spec: runtime §21. */
export async function prepareRelease(
  { world, writer }: Pick<Session, "world" | "writer">,
  result: RunResult,
): Promise<RunResult> {
  if (world.beforeRelease === undefined) return result;
  writer.check();
  await world.beforeRelease(result.state);
  return result;
}

/** The answer as it counts, or what is wrong with it. */
export function checkAnswer(
  gate: Interaction,
  given: GivenAnswer,
  source: "text" | "data",
): { readonly value: GivenAnswer["answers"] } | { readonly errors: readonly FieldError[] } {
  if (gate.submissions.some((submission) => submission.by === given.by)) {
    return { errors: [{ field: null, message: `${given.by} has answered already` }] };
  }
  return readAnswer(gate.fields, given.answers, source);
}

/** True if the run goes on in this process: somebody answered, or the recorded run went on too. */
async function goesOn(session: Session): Promise<boolean> {
  const { world, writer, driver } = session;
  const { state, journal } = driver.run;
  // Whoever stops a replay means it.
  if (world.playback) {
    return driver.stopped() === null && goOnAsRecorded(session, world.playback);
  }
  if (state.status !== "paused_waiting_human" || !(await askPeople(session))) return false;
  journal.record({
    type: "run_resumed",
    data: { resumed_from: "paused", writer: describeWriter(world, writer) },
  });
  return true;
}

/** Puts the open gates before somebody at hand; true if one of them closed. */
export async function askPeople({ world, driver }: Session): Promise<boolean> {
  const { state, journal } = driver.run;
  let closed = false;
  for (const gate of world.human ? openGates(state) : []) {
    await askPerson(world, driver, gate);
    closed ||= state.interactions[gate.id]?.answeredAt !== null;
  }
  await journal.settled();
  if (journal.broken !== undefined) throw journal.broken as Error;
  return closed;
}

/** Asks until an answer fits or is put off. */
async function askPerson(world: World, { run }: Driver, gate: Interaction): Promise<void> {
  const { state, journal } = run;
  let mistakes: readonly FieldError[] = [];
  for (;;) {
    const release = world.clock.hold?.();
    const given = await world.human?.ask(gate, mistakes);
    release?.();
    if (given === undefined || given === "later") return;
    const checked = checkAnswer(gate, given, "text");
    if ("value" in checked) {
      journal.record(recordedAnswer(state, gate, { ...given, answers: checked.value }));
      return;
    }
    mistakes = checked.errors;
    journal.record(rejectedAnswer(state, gate, { ...given, errors: mistakes }));
  }
}
