/** Commands by which a left run goes on: answers to gates, `retry`, a larger budget. Spec: github §4.3. */
import { sha256 } from "#adapters/hashing/sha256.ts";
import { toAnswers } from "#src/github/gates.ts";
import type { Amounts } from "#src/github/budget/spending.ts";
import type { Command, Raise } from "#src/github/commands/command.ts";
import type { Ruling } from "#src/github/authorise/authorise.ts";
import { explainReason } from "#src/github/reasons.ts";
import { standingOf } from "#core/report/standing.ts";
import { Refusal } from "#core/run/failure.ts";
import { triggerOf } from "#src/github/config/config.ts";
import { limitsThreads, raiseThread } from "../budget/ledger.ts";
import type { Door } from "../door.ts";
import { evidenceOf } from "../gates/evidence.ts";
import type { LeftRun } from "../state/left-runs.ts";
import { resumeLeft } from "../state/resume.ts";
import type { GoOn } from "../state/resume.ts";
import { fetchSources } from "../trust/sources.ts";
import { heedStop } from "../loops/stop-gate.ts";
import type { ThreadRun } from "../state/thread-runs.ts";
import { refused } from "./ask.ts";
import type { Act, Ask, Done } from "./ask.ts";
import { isRun, pickRun } from "./pick-run.ts";

/** Gives an answer to the gate that the rules found. */
export async function answerGate(ask: Ask, command: Command, ruling: Ruling): Promise<Done> {
  const { door, sender, runs } = ask;
  const left = runs.find(({ id }) => id === ruling.run)?.left;
  const gate = left?.gates.find((one) => one.gate === ruling.gate);
  if (left == null || gate === undefined) return nothingLeft();
  const answers = [{ gate: gate.gate, answers: toAnswers(command, gate.fields), text: true }];
  const code = await resumeLeft(door, left, {
    by: sender.login,
    answers,
    evidence: await evidenceOf(ask),
  });
  await heedStop(door, left);
  const counted = ruling.decision === "record";
  return {
    code,
    reaction: counted ? "+1" : "rocket",
    reply: null,
    decision: counted ? "record" : "answer",
  };
}

/** Goes on with a run that stopped. */
export const retry: Act = async (ask, command) => {
  const run = await pickRun(ask, command, { fits: isStopped, none: "No run here has stopped." });
  if (!isRun(run)) return run;
  if (run.left === null || !isStopped(run))
    return refused("nothing_to_retry", `The run is ${run.status}; there is nothing to retry.`);
  return goOn(ask, run.left, {
    by: ask.sender.login,
    ...(command.node === undefined ? {} : { from: command.node }),
    ...(command.force === true ? await currentSource(ask.door, run.left) : {}),
  });
};

/** Raises the limits of a run that stands; one that was over them goes on. */
export async function raiseBudget(ask: Ask, run: ThreadRun, raise: Raise): Promise<Done> {
  const { left } = run;
  const raised = await raiseOfThread(ask, raise);
  if (left === null) return raised ?? nothingLeft();
  const changes = changesOf(raise, left);
  const missing = changes.filter(({ limit }) => limit === undefined).map(({ words }) => words);
  if (missing.length > 0 && raised === null)
    return refused("bad_amount", `The run has no limit of its ${missing.join(" and ")} to raise.`);
  const known = changes.filter(({ limit }) => limit !== undefined);
  const budget = Object.fromEntries(known.map(({ name, amount }) => [name, amount]));
  const how = { by: ask.sender.login, budget };
  if (standingOf(left.state) === "over_budget") return goOn(ask, left, how);
  if (run.status === "running" || left.state.status !== "paused_waiting_human")
    return (
      raised ??
      refused(
        "not_over_budget",
        "Limits are raised of a run that has used them up, or that waits for a person; this one does neither.",
      )
    );
  const done = await goOn(ask, left, how);
  return done.reaction === "rocket" ? { ...done, reaction: "+1", decision: "record" } : done;
}

/** The thread may spend more by the same; null where nothing limits threads. */
async function raiseOfThread({ door, thread, comment }: Ask, raise: Raise): Promise<Done | null> {
  if (thread === null || !limitsThreads(door)) return null;
  const id = comment === null ? `job ${door.workflowRun}` : `comment ${comment.id}`;
  await raiseThread(door, thread.number, { id, raise: toAmounts(raise) });
  const reply = "The runs of this thread may spend more by that.";
  return { code: 0, reaction: "+1", reply, decision: "record" };
}

function toAmounts({ cost_usd, tokens, duration_seconds, iterations }: Raise): Amounts {
  return {
    ...(cost_usd === undefined ? {} : { max_cost_usd: cost_usd }),
    ...(tokens === undefined ? {} : { max_tokens: tokens }),
    ...(duration_seconds === undefined ? {} : { max_duration: duration_seconds * 1000 }),
    ...(iterations === undefined ? {} : { max_iterations: iterations }),
  };
}

async function goOn({ door }: Ask, left: LeftRun, how: GoOn): Promise<Done> {
  try {
    const code = await resumeLeft(door, left, how);
    return { code, reaction: "rocket", reply: null, decision: "resume" };
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    const hint = fault.hint === undefined ? "" : ` ${fault.hint}.`;
    return refused("not_resumable", `${fault.message}.${hint}`);
  }
}

/** The trusted tree's file as it is now, in place of the recorded one. */
async function currentSource(door: Door, { trigger, state }: LeftRun): Promise<Partial<GoOn>> {
  const name = triggerOf(door.config, trigger)?.workflow ?? state.source.path;
  const { path, bytes } = (await fetchSources(door, name, door.job.inputs)).file;
  const text = new TextDecoder().decode(bytes);
  return { force: true, source: { path, text, sha256: sha256(text) } };
}

/** A limit that is to be raised. */
interface Raised {
  readonly name: string;
  readonly words: string;
  readonly amount: string;
  /** As it is; undefined if the run has none. */
  readonly limit: number | undefined;
}

function changesOf(raise: Raise, { state }: LeftRun): readonly Raised[] {
  const { limits } = state;
  const all: [string, string, number | undefined, number | undefined, string][] = [
    ["max_cost_usd", "cost", raise.cost_usd, limits.maxCostUsd, ""],
    ["max_tokens", "tokens", raise.tokens, limits.maxTokens, ""],
    ["max_duration", "time", raise.duration_seconds, limits.maxDurationMs, "s"],
    ["max_iterations", "iterations", raise.iterations, limits.maxIterations, ""],
  ];
  return all.flatMap(([name, words, amount, limit, unit]) =>
    amount === undefined ? [] : [{ name, words, amount: `+${amount}${unit}`, limit }],
  );
}

function isStopped({ left, status }: ThreadRun): boolean {
  if (left === null || status === "running") return false;
  return left.state.status === "failed_resumable" || left.state.status === "cancelled";
}

function nothingLeft(): Done {
  return refused("no_checkpoint", explainReason("no_checkpoint"));
}
