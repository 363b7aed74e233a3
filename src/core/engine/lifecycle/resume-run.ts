/** Resuming a run: what is refused changes nothing, in the order of runtime §20.1. */
import { writeChanges } from "#core/run/limits.ts";
import type { Budget, Graph } from "#core/graph/graph.ts";
import type { Fields } from "#core/graph/value.ts";
import type { RunWriter, StoredLog } from "#core/ports/store.ts";
import { compareTools } from "#core/run/discovered-tools.ts";
import type { ToolHashes } from "#core/run/discovered-tools.ts";
import { Refusal } from "#core/run/failure.ts";
import { checkResumed } from "#core/run/recordable.ts";
import { changeLimits } from "#core/run/limit-changes.ts";
import { checkPrices } from "#core/run/prices.ts";
import type { RunState } from "#core/run/state.ts";
import { didYouMean } from "#core/text/suggest.ts";
import { payload } from "../decide/place.ts";
import { createDriver } from "../drive.ts";
import { createWorkGraph } from "../work-graph/work-graph.ts";
import type { RejectedAnswers, ResumeOptions, RunResult, World } from "../world.ts";
import { matchAnswers, readAnswers } from "./answers.ts";
import type { ReadAnswers } from "./answers.ts";
import { goBackTo } from "./go-back.ts";
import type { GoBack } from "./go-back.ts";
import { goOnAsRecorded } from "./go-on-as-recorded.ts";
import { describeRepairs } from "./repairs.ts";
import { refuseBudget, resumeSource } from "./resume-source.ts";
import type { ResumedSource } from "./resume-source.ts";
import { askFirst } from "./ask-first.ts";
import { describeRevival, describeWriter } from "./describe-resume.ts";
import { askPeople, driveOn, prepareRelease } from "./session.ts";
import type { Session } from "./session.ts";
import { restoreArtifacts, writeCaches } from "./files.ts";
import { catchUp, loadRun } from "../snapshot.ts";

/**
 * Takes a run over and drives it until it pauses or ends.
 *
 * A Refusal leaves the log as it was. Answers that do not fit are recorded as rejected and returned;
 * the run then stays as it is.
 *
 * @example
 * const { state } = await resumeRun(world, { runId: "run_1", compile });
 */
export async function resumeRun(world: World, options: ResumeOptions): Promise<RunResult> {
  const before = await loadRun(world, options.runId);
  refuseOver(before.state);
  const writer = await world.store.acquire(options.runId);
  try {
    // Whoever had the lock before may have written on.
    const { state, events, repaired } = await catchUp(world, before);
    refuseOver(state);
    for (const event of events) world.models.observe?.(event);
    const result = await resumeWith({ world, writer, state, options, repaired });
    return await prepareRelease({ world, writer }, result);
  } finally {
    await writer.release();
  }
}

interface Resuming {
  readonly world: World;
  readonly writer: RunWriter;
  readonly state: RunState;
  readonly options: ResumeOptions;
  readonly repaired: StoredLog["repaired"];
}

async function resumeWith(resuming: Resuming): Promise<RunResult> {
  const { world, writer, state, options } = resuming;
  const source = resumeSource(state, options);
  const changed = source.forced && options.source && { ...source, source: options.source };
  checkResumed(state, world, changed);
  const limits = changedLimits(source, options);
  refuseBudget(state, limits);
  const unpriced = checkPrices(source.graph, limits, (model) => world.models.hasPrice(model));
  if (unpriced) throw unpriced;
  refuseUnknownLoops(source.graph, options.rearm ?? []);
  const work = createWorkGraph(source.graph, world.kinds);
  const { from: node } = options;
  const { edges } = source;
  const back = node === undefined ? undefined : goBackTo(state, { node, edges });
  const given = matchAnswers(state, options);
  const driver = createDriver({ ...options, world, writer, work, state });
  const { journal } = driver.run;
  for (const event of describeRepairs(resuming.repaired)) journal.record(event);
  const read = readAnswers(state, given);
  for (const event of read.record) journal.record(event);
  const raised = Object.keys(writeChanges(state.limits, limits)).length > 0;
  const session = { world, writer, driver };
  const asked = given.length > 0 || back !== undefined || raised || options.rearm !== undefined;
  // It was killed between coming to stand and going on.
  if (world.playback && !asked && (await goOnAsRecorded(session, world.playback))) {
    return driveOn(session);
  }
  const stands = back === undefined && !raised && !(await mayGoOn(session, read));
  if (read.rejected.length > 0 || stands) {
    await journal.settled();
    if (journal.broken !== undefined) throw journal.broken as Error;
    await writeCaches(world, writer, state, work);
    return unchanged(resuming, source, read.rejected);
  }
  await restoreArtifacts(world, writer, state);
  const { own } = world.tools;
  const tools = own && compareTools(state.ownTools, own);
  journal.record({
    type: "run_resumed",
    data: describeResume(resuming, { source, limits, back, own: tools && own }),
  });
  if (tools) journal.record({ type: "own_tools_changed", data: { ...tools } });
  if (options.askFirst !== undefined) return askFirst(session, options.askFirst);
  return driveOn(session);
}

/** True if something is left to do, or somebody at hand answers a gate that was left open. */
async function mayGoOn(session: Session, { rejected }: ReadAnswers): Promise<boolean> {
  const { world, driver } = session;
  const { status, index } = driver.run.state;
  if (status !== "paused_waiting_human" || index.pending.size > 0) return true;
  return rejected.length === 0 && world.playback === undefined && askPeople(session);
}

interface Resumed {
  readonly source: ResumedSource;
  readonly limits: Budget;
  readonly back: GoBack | undefined;
  /** The author's own tools, if they are others than they were. */
  readonly own: ToolHashes | undefined;
}

function describeResume(
  { world, writer, state, options }: Resuming,
  { source, limits, back, own }: Resumed,
): Fields {
  const changed = writeChanges(state.limits, limits);
  return payload({
    ...describeRevival(state, back),
    writer: describeWriter(world, writer),
    budget: Object.keys(changed).length === 0 ? undefined : changed,
    rearm: options.rearm === undefined || options.rearm.length === 0 ? undefined : options.rearm,
    workplace: options.workplace,
    own_tools: own,
    ...(source.forced ?? {}),
  });
}

function refuseOver(state: RunState): void {
  if (state.status !== "finished" && state.status !== "failed") return;
  throw new Refusal("RESUME_INVALID", `the run is ${state.status} and cannot go on`, {
    hint: "start a new run",
  });
}

function refuseUnknownLoops(graph: Graph, names: readonly string[]): void {
  const loops = graph.loops.map(({ name }) => name);
  const unknown = names.find((name) => !loops.includes(name));
  if (unknown === undefined) return;
  const known = `it has ${loops.length === 0 ? "no loop" : `\`${loops.join("`, `")}\``}`;
  throw new Refusal("RESUME_INVALID", `the workflow has no loop \`${unknown}\``, {
    hint: didYouMean(unknown, loops, known),
  });
}

/** The limits that hold from now on: those of a new text, then what was asked for. */
function changedLimits(source: ResumedSource, options: ResumeOptions): Budget {
  const changed = changeLimits(source.limits, options.budget ?? {});
  if ("errors" in changed) {
    throw new Refusal("INPUT_INVALID", "a limit is not right", { errors: changed.errors });
  }
  return changed.limits;
}

function unchanged(
  { state, options }: Resuming,
  source: ResumedSource,
  rejected: readonly RejectedAnswers[],
): RunResult {
  return { runId: options.runId, state, graph: source.graph, stopped: null, rejected };
}
