/** Starts the runs that an event raises. Spec: github §3.2, §8.4. */
import { info } from "@actions/core";
import { holderOfRun } from "#adapters/github/claims.ts";
import { openThreadsApi } from "#adapters/github/threads-api.ts";
import { startRun } from "#core/engine/lifecycle.ts";
import type { ModeDecision, Start } from "#src/github/auto-mode/decide-mode.ts";
import { levelOf } from "#src/github/authorise/person.ts";
import { settingsOf, triggerOf } from "#src/github/config/config.ts";
import type { TriggerSettings } from "#src/github/config/config.ts";
import { reaches } from "#src/github/levels.ts";
import { runId } from "#src/github/event-key.ts";
import type { Fields } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import type { RunState } from "#core/run/state.ts";
import type { Level } from "#src/github/levels.ts";
import { refuseChange } from "#src/github/loops/guards.ts";
import { isStop } from "#src/github/loops/stop-gate.ts";
import { numberAt, textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import { lowest } from "#src/github/tiers.ts";
import type { Tier } from "#src/github/tiers.ts";
import { claimHere, isSilent, mayWrite, standsAlready } from "./state/claim-run.ts";
import { budgetToStart, spendersOf } from "./budget/hold.ts";
import { makeRoom } from "./queue/concurrency.ts";
import type { Room } from "./queue/concurrency.ts";
import { isMendedElsewhere } from "./queue/other-loops.ts";
import { isQueued, leaveLane } from "./queue/lanes.ts";
import { goOnAtOnce, goOnInTurn } from "./queue/queue.ts";
import { sayQueued } from "./report/queued-run.ts";
import type { Door } from "./door.ts";
import { eachRun } from "./each-run.ts";
import { driveHere, openHere } from "./state/drive.ts";
import { isLoop, readFailure, readFeedback, ruleLoop } from "./loops/loop.ts";
import type { LoopCase, LoopRuling } from "./loops/loop.ts";
import { findLeftRun, needLeftRun } from "./state/left-runs.ts";
import type { LeftRun } from "./state/left-runs.ts";
import { contextOf, planOne, pullOf } from "./plan-run.ts";
import type { Planned } from "./plan-run.ts";
import { limitsOfPull, tierOf } from "./trust/ceiling.ts";
import { refuseByPolicy } from "./trust/policy.ts";
import { reasonOf } from "./report/reason.ts";
import { tellRefused } from "./report/refused-start.ts";
import { resumeLeft } from "./state/resume.ts";
import { reportAgain } from "./state/settle.ts";
import { starterOf } from "./starter.ts";
import type { Starter } from "./starter.ts";
import { keptOff, planBehindGate } from "./loops/stop-gate.ts";
import { markStopped, sayStopped } from "./loops/stopped-loop.ts";

/** One run after the other; the exit code is that of the first that failed. */
export async function startRuns(door: Door, { starts = [] }: ModeDecision): Promise<number> {
  const starter = await starterOf(door);
  return eachRun(door, starts, (start) => startOrRefuse(door, start, starter));
}

/** Starts a run, or says why not. */
export async function startOrRefuse(door: Door, start: Start, asker: Starter): Promise<number> {
  const settings = settingsOf(door.config, start.trigger);
  const allowed = await allow(door, settings, asker);
  if ("refused" in allowed) return refuse(door, start, asker, allowed.refused);
  const pull = await pullOf(door, asker);
  const byHead = limitsOfPull(door, settings, pull);
  if ("refused" in byHead) return refuse(door, start, asker, byHead.refused);
  const { left, refused: over } = await budgetToStart(
    door,
    spendersOf(door, settings, asker.thread),
  );
  if (over !== null) return refuse(door, start, asker, over);
  const starter = { ...asker, ...levelIn(allowed), pull, left };
  const tier = lowest(start.tier ?? "push", allowed.tier, byHead.tier);
  const wanted = { ...start, tier, settings };
  const { refused: reason, ...known } = await ruleOn(door, wanted, starter);
  const settled = { ...wanted, ...known };
  if (reason === undefined) return startOrStop(door, settled, starter);
  if (settled.raised !== undefined) return stopLoop(door, { ...settled, reason }, starter);
  await giveUpRoom(door, settled);
  return refuse(door, start, starter, reason);
}

/** Looks for the place of a run among those of its trigger. */
export async function findRoom(
  door: Door,
  start: Pick<SettledStart, "run" | "trigger" | "settings">,
  starter: Starter,
): Promise<Room> {
  const { run, trigger, settings } = start;
  const { thread, headSha, sender } = starter;
  const begun = (await holderOfRun(door.client, run)) !== null;
  const context = (): Promise<Fields> => contextOf(door, starter);
  const where = { thread, headSha, by: sender.login };
  return makeRoom(door, { run, trigger, settings, begun, context, ...where });
}

async function giveUpRoom(door: Door, { run, room }: SettledStart): Promise<void> {
  if (room?.lane != null) await leaveLane(door, room.lane, run);
}

/** A loop may find only while it runs that it gets nowhere. */
async function startOrStop(door: Door, start: SettledStart, starter: Starter): Promise<number> {
  const code = await startOne(door, start, starter);
  return start.raised === undefined ? code : ((await askAfterStop(door, start.run)) ?? code);
}

/** Leaves a loop to people: asks them by a gate before the next attempt, or says why it stopped. */
async function stopLoop(
  door: Door,
  { reason, ...start }: SettledStart & { readonly reason: string },
  starter: Starter,
): Promise<number> {
  const place = { trigger: start.trigger, thread: starter.thread };
  if (starter.thread !== null && mayWrite(door)) {
    await markStopped(door, starter.thread);
    const { plan, given } = await planOne(door, start.settings, starter);
    const gated = planBehindGate(plan, reason);
    if (gated !== null) {
      const raised = { ...start.raised, stop: gated.stop };
      const code = await startOne(door, { ...start, raised }, starter, { plan: gated.plan, given });
      door.steps.tell({ "reason-code": reason });
      return code;
    }
  }
  await sayStopped(door, place, reason);
  await giveUpRoom(door, start);
  return refuse(door, start, starter, reason);
}

/** Asks people about a run that has stopped because its loop gets nowhere; null if it hasn't. */
export async function askAfterStop(door: Door, run: string): Promise<number | null> {
  const left = mayWrite(door) ? await findLeftRun(door, run) : null;
  const reason = left === null ? null : reasonOf(left.state);
  const settings = triggerOf(door.config, left?.trigger ?? "");
  if (left === null || reason === null || !isStop(reason) || settings === undefined) return null;
  const { thread, trigger, baseSha, initiatorId: id, initiatorLogin: login, state } = left;
  const pull = thread === null ? null : await openThreadsApi(door.access).pull(thread);
  const headSha = textAt(pull, "head", "sha") || left.headSha;
  const starter = { sender: { id, login, type: "User" }, thread, headSha, baseSha };
  const start = {
    trigger,
    run: runId(run, "stopped"),
    settings,
    raised: nextAttempt(state),
    reason,
  };
  return stopLoop(door, start, starter);
}

/** What the run was to mend, as the attempt after those that it has made. */
function nextAttempt({ start, effects }: RunState): Fields {
  const { ci, feedback } = start?.github ?? {};
  const made = Object.values(effects).filter(
    ({ kind, receipt }) => kind === "commit" && receipt !== null,
  );
  const next = (raised: Fields): Fields => ({
    ...raised,
    attempt: (numberAt(raised, "attempt") ?? 1) + made.length,
  });
  return {
    ...(isFields(ci) ? { ci: next(ci) } : {}),
    ...(isFields(feedback) ? { feedback: next(feedback) } : {}),
  };
}

type Ruling = LoopRuling & Pick<SettledStart, "room">;

/** Every run needs its place among the others; loops have guards besides. */
async function ruleOn(door: Door, start: SettledStart, starter: Starter): Promise<Ruling> {
  const found = await readLoop(door, start, starter);
  const unfit = found === null ? null : await refuseLoop(door, start, { found, starter });
  if (unfit !== null) return { refused: unfit };
  const room = await findRoom(door, start, starter);
  if (room.refused !== undefined) return { refused: room.refused };
  if (found === null) return { room };
  const { thread, headSha } = starter;
  const busy = await isMendedElsewhere(door, { trigger: start.trigger, thread, headSha });
  const facts = { ...found.facts, busy };
  return { room, ...(await ruleLoop(door, { ...start, thread }, { ...found, facts })) };
}

/** What a loop is to mend; null for a run that is no loop. */
async function readLoop(
  door: Door,
  start: SettledStart,
  { thread, headSha, feedback }: Starter,
): Promise<LoopCase | null> {
  const loop = { ...start, thread };
  if (feedback !== undefined) return readFeedback(door, loop, { sha: headSha ?? "", feedback });
  return isLoop(door, start.settings) ? readFailure(door, loop) : null;
}

/** What no other run has to do with: whether people keep the loop off, and whether there is anything to mend. */
async function refuseLoop(
  door: Door,
  { trigger }: SettledStart,
  { found, starter }: { readonly found: LoopCase; readonly starter: Starter },
): Promise<string | null> {
  const { thread, headSha } = starter;
  return refuseChange(found.facts) ?? (await keptOff(door, { trigger, thread, headSha }));
}

async function refuse(
  door: Door,
  { trigger }: Start,
  { headSha }: Starter,
  reason: string,
): Promise<number> {
  info(explainReason(reason));
  door.steps.tell({ decision: "ignore", "reason-code": reason, status: "none" });
  await tellRefused(door, { trigger, headSha }, reason);
  return 0;
}

/** A start with the settings of its trigger. */
export type SettledStart = Start & {
  readonly settings: TriggerSettings;
  /** What a loop is to mend, as `github.ci` or `github.feedback`. */
  readonly raised?: Fields;
  /** Among the runs of the trigger; left out, it is in nobody's way. */
  readonly room?: Exclude<Room, { readonly refused: string }>;
};

/** Starts one run that may be started. */
export async function startOne(
  door: Door,
  start: SettledStart,
  starter: Starter,
  planned?: Planned,
): Promise<number> {
  // What can't be planned leaves nothing behind.
  const tier = tierOf(door.config, start.settings, start.tier ?? "push");
  const { lane = null, behind = null } = start.room ?? {};
  const ofRun = { tier, ...start.raised, ...(lane === null ? {} : { lane }) };
  const github = { ...(await contextOf(door, starter)), ...ofRun };
  const about = { ...starter, github };
  const { plan, given } = planned ?? (await planOne(door, start.settings, about));
  refuseByPolicy(door, plan.graph);
  const claimed = await claimHere(door, { run: start.run, seq: 0, idle: false });
  if (claimed === null) return sayWhereItStands(door, start.run);
  const begun = claimed.state !== "held" || !claimed.fresh;
  const left = begun && !isSilent(door) ? await needLeftRun(door, start.run) : null;
  if (left !== null) return goOn(door, left);
  const { sender, thread, headSha, baseSha } = starter;
  const initiator = { id: sender.id, login: sender.login };
  const where = { run: start.run, trigger: start.trigger, thread, headSha, baseSha, initiator };
  const { graph, limits, simulated } = plan;
  const opened = await openHere(door, {
    run: { ...where, source: door.trusted.commit },
    claim: claimed.state === "held" ? claimed.claim : null,
    begun: { seq: 0, pointer: null, expires: null },
    workflow: plan.source.path,
    ...{ given, graph, limits, simulated, tier, github },
    work: null,
    before: [],
    waits: behind !== null,
  });
  const code = await driveHere(door, opened, (control) =>
    startRun(opened.world, plan, { runId: start.run, control, github }),
  );
  if (behind === null) return code;
  await sayQueued(door, where, behind);
  return (await goOnAtOnce(door, start.run)) ?? code;
}

/** Another job has the run, or had it and left it. */
async function sayWhereItStands(door: Door, run: string): Promise<number> {
  const left = await findLeftRun(door, run);
  if (left !== null && left.state.status !== "running") standsAlready(door, left);
  return 0;
}

/** A run that was begun goes on if its job was lost; one that waits or is over stays as it is. */
async function goOn(door: Door, left: LeftRun): Promise<number> {
  if (left.state.status === "running") return resumeLeft(door, left, { by: left.initiatorLogin });
  if (isQueued(left.state)) return goOnInTurn(door, left);
  await reportAgain(door, left);
  standsAlready(door, left);
  return 0;
}

/** How far somebody may go. */
interface Allowed {
  readonly tier: Tier;
  /** Absent where nobody was asked. */
  readonly level?: Level;
}

/** How far somebody's event goes, or why it starts nothing. What can't be checked counts as not allowed. */
export async function allow(
  { client, job, ourselves, event }: Door,
  trigger: TriggerSettings,
  { sender }: Starter,
): Promise<Allowed | { readonly refused: string }> {
  // Nobody asks for what a schedule raises: the file of the default branch says so.
  if (ourselves.includes(sender.id) || event === "schedule") return { tier: "push" };
  const { permission, allowBots, given } = job.inputs;
  if (sender.type === "Bot") {
    const listed = [...allowBots, ...(trigger.bots ?? [])].includes(sender.id);
    return listed ? { tier: "push" } : { refused: "bot_not_allowed" };
  }
  const wanted = given.has("permission") ? permission : (trigger.permission ?? permission);
  const level = levelOf({ ...(await client.permission(sender.login)), sender });
  if (level === "api_error" || level === "identity_mismatch")
    return wanted === "none" ? { tier: "read" } : { refused: level };
  if (wanted !== "none" && !reaches(level, wanted)) return { refused: "not_authorised" };
  return { tier: reaches(level, "write") ? "push" : "read", level };
}

/** The level of who starts a run, for its templates. */
export function levelIn({ level }: Allowed): Pick<Starter, "level"> {
  return level === undefined ? {} : { level };
}
