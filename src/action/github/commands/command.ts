/** Carries out what somebody asks of a job: read again, authorised, done once, answered. Spec: github §4, §5, §8.6. */
import { info } from "@actions/core";
import { Refusal } from "#core/run/failure.ts";
import { authorise } from "#src/github/authorise/authorise.ts";
import type { Ruling } from "#src/github/authorise/authorise.ts";
import type { Command, CommandName } from "#src/github/commands/command.ts";
import { ruleOnEvent } from "#src/github/authorise/wish.ts";
import { explainMistake } from "#src/github/commands/help.ts";
import { numberAt, textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import { findLost } from "./lost-run.ts";
import { refuse } from "./refusal.ts";
import { reasonOf } from "#src/action/job-refusal.ts";
import type { JobRefusal } from "#src/action/job-refusal.ts";
import { refused } from "./ask.ts";
import type { Act, Ask, Done } from "./ask.ts";
import { budget } from "./budget.ts";
import { answerGate, retry } from "./go-on.ts";
import { help } from "./help.ts";
import { diagram, explain, logs, status } from "./read.ts";
import { readAsk } from "./read-ask.ts";
import { start } from "./start.ts";
import { cancel, pause } from "./stop.ts";
import { optionsOf } from "./command-options.ts";
import type { Door } from "../door.ts";
import { leftRuns, toRequest } from "../gates/facts.ts";
import { askAboutHead } from "../gates/moved-gates.ts";
import { answer, mayBeAnswered } from "../report/replies.ts";
import type { Refused } from "../report/replies.ts";

/** Commands that are for no gate. */
const acts: Readonly<Record<Exclude<CommandName, "approve" | "reject" | "answer">, Act>> = {
  run: start,
  retry,
  cancel,
  pause,
  status,
  budget,
  explain,
  diagram,
  logs,
  help,
};

/** Carries out the command that the job's event brings, or that the job gives itself. */
export async function carryOutCommand(door: Door): Promise<number> {
  const read = await readAsk(door);
  if ("ignored" in read) return ignore(door, read.ignored);
  const { ask } = read;
  if (door.mistaken !== null) return answerMistake(ask, describeMistaken(door.mistaken));
  if (!("mistake" in read)) return carryOut(ask);
  const reply = explainMistake(read.mistake, optionsOf(door).prefix);
  return answerMistake(ask, { reason: read.mistake.code, reply });
}

/** What can't be carried out is told to those who may ask for something. */
async function answerMistake(
  ask: Ask,
  { reason, reply }: { readonly reason: string; readonly reply: string },
): Promise<number> {
  const { door, event, sender } = ask;
  const { ourselves: identities, job } = door;
  const about = { event, sender, identities, allow_bots: job.inputs.allowBots };
  const ruling = ruleOnEvent({ ...about, ...(ask.command && { command: ask.command }) });
  if (ruling?.decision === "ignore") return ignore(door, ruling.reason_code);
  if (ask.comment !== null && !(await mayBeAnswered(ask))) return ignore(door, "not_authorised");
  const done =
    ruling === null
      ? ({ code: 0, reaction: "confused", reply } as const)
      : refused(ruling.reason_code, explainReason(ruling.reason_code));
  const code = ruling?.reason_code ?? reason;
  door.steps.tell({ decision: "deny", "reason-code": code, status: "none" });
  await answer(ask, done, null);
  return 0;
}

/** Where the file has mistakes, the first of them is what every command is told. */
function describeMistaken({ reason, message }: JobRefusal): {
  readonly reason: string;
  readonly reply: string;
} {
  return { reason, reply: `${explainReason(reason)}\n\n${message.split("\n")[0] ?? ""}` };
}

/** Carries out one thing that was asked. */
export async function carryOut(ask: Ask): Promise<number> {
  if (isRecorded(ask)) return ignore(ask.door, "already_counted");
  const ruling = authorise(await toRequest(ask));
  const lost = noGate.has(ruling.reason_code) ? findLost(ask) : null;
  return carryOutAs(ask, lost === null ? ruling : { ...ruling, reason_code: lost.fault.code });
}

/** Where gates can't be told, it isn't said that there are none. */
const noGate: ReadonlySet<string> = new Set(["no_such_gate", "no_open_gate"]);

/** True for a comment that has answered a gate: the event came twice. */
function isRecorded({ comment, runs }: Ask): boolean {
  if (comment === null) return false;
  return leftRuns({ runs })
    .flatMap(({ gates }) => gates.flatMap(({ submissions }) => submissions))
    .some(({ evidence = null }) => {
      const kind = textAt(evidence, "kind");
      return kind === "comment" && numberAt(evidence, "id") === comment.id;
    });
}

/** Carries out what was ruled on already. */
export async function carryOutAs(ask: Ask, ruling: Ruling): Promise<number> {
  const { door, comment } = ask;
  const { decision, reason_code: reason } = ruling;
  door.steps.tell({ decision, "reason-code": reason, status: "none" }, threadOf(ask));
  if (decision === "ignore") return ignore(door, reason);
  const { attempt } = door.attempts;
  const read =
    comment === null
      ? null
      : await attempt("reaction", () => door.client.react(comment.id, "eyes"));
  try {
    const deny = decision === "deny";
    const done = deny ? await refuse(ask, ruling) : await obeyWithin(ask, ruling);
    tellDone(door, done, reason);
    await answer(ask, done, deny ? aboutOf(ruling) : null);
    const again = deny && reason === "stale_sha" ? await askAnew(ask, ruling) : null;
    return again ?? done.code;
  } finally {
    if (comment !== null && read !== null)
      await attempt("reaction", () => door.client.unreact(comment.id, read));
  }
}

/** Tells the person alone: what the job tells of another answer isn't taken back. */
export async function tellRefusal(ask: Ask, ruling: Ruling): Promise<void> {
  await answer(ask, await refuse(ask, ruling), aboutOf(ruling));
}

function aboutOf({ reason_code: code, gate }: Ruling): Refused {
  return { code, ...(gate === undefined ? {} : { gate }) };
}

/** The answer was for what is no longer there: people are asked about what is. */
async function askAnew({ door, thread, runs }: Ask, { run }: Ruling): Promise<number | null> {
  const left = runs.find(({ id }) => id === run)?.left ?? null;
  return left === null ? null : askAboutHead(door, left, thread?.headSha);
}

/** Whatever is refused is told to the person who wants it: nobody makes a job fail by words. */
async function obeyWithin(ask: Ask, ruling: Ruling): Promise<Done> {
  try {
    return await obey(ask, ruling);
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    const hint = fault.hint === undefined ? "" : ` What helps: ${fault.hint}.`;
    return refused(reasonOf(fault), `${fault.message}${hint}`);
  }
}

function obey(ask: Ask, ruling: Ruling): Promise<Done> {
  const command = ask.command ?? reviewAsCommand(ask, ruling);
  switch (command.command) {
    case "approve":
    case "reject":
    case "answer":
      return answerGate(ask, command, ruling);
    default:
      return acts[command.command](ask, command);
  }
}

/** A review that is no command is a yes or no, with what it says as the reason. */
function reviewAsCommand({ event, review }: Ask, { gate, run }: Ruling): Command {
  const text = review ?? "";
  return {
    command: event.review_state?.toLowerCase() === "approved" ? "approve" : "reject",
    ...(gate === undefined ? {} : { gate }),
    ...(run === undefined ? {} : { run }),
    ...(text === "" ? {} : { text }),
  };
}

/** A run that goes on has said more about itself than that it was asked to. */
function tellDone({ steps }: Door, { decision, reason }: Done, ruled: string): void {
  if (decision !== undefined) steps.tell({ decision });
  if (reason !== undefined) steps.tell({ "reason-code": reason });
  else if (decision === "deny") steps.tell({ "reason-code": ruled });
}

function threadOf({ thread }: Ask): { readonly thread: number | null } {
  return { thread: thread?.number ?? null };
}

function ignore({ steps }: Door, reason: string): number {
  steps.tell({ decision: "ignore", "reason-code": reason, status: "none" });
  info(explainReason(reason));
  return 0;
}
