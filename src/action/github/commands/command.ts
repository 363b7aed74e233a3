/** Carries out what somebody asks of a job: read again, authorised, done once, answered. Spec: github §4, §5, §8.6. */
import { info } from "@actions/core";
import { authorise } from "#src/github/authorise/authorise.ts";
import type { Ruling } from "#src/github/authorise/authorise.ts";
import type { Command, CommandName } from "#src/github/commands/command.ts";
import { explainMistake } from "#src/github/commands/help.ts";
import { explainReason } from "#src/github/reasons.ts";
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
import { faultsOf, toRequest } from "../gates/facts.ts";
import { PolicyRefusal } from "../trust/policy.ts";
import { answer } from "../report/replies.ts";

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
  if (door.mistaken !== null) return answerMistaken(read.ask, door.mistaken);
  if (!("mistake" in read)) return carryOut(read.ask);
  const { mistake, ask } = read;
  door.steps.tell({ decision: "deny", "reason-code": mistake.code, status: "none" });
  const reply = explainMistake(mistake, optionsOf(door).prefix);
  await answer(ask, { code: 0, reaction: "confused", reply }, null);
  return 0;
}

/** Where the file has mistakes, the first of them is what every command is told. */
async function answerMistaken(ask: Ask, { reason, message }: JobRefusal): Promise<number> {
  ask.door.steps.tell({ decision: "deny", "reason-code": reason, status: "none" });
  const reply = `${explainReason(reason)}\n\n${message.split("\n")[0] ?? ""}`;
  await answer(ask, { code: 0, reaction: "confused", reply }, null);
  return 0;
}

/** Carries out one thing that was asked. */
export async function carryOut(ask: Ask): Promise<number> {
  const { door, comment } = ask;
  const ruling = authorise(await toRequest(ask));
  const { decision, reason_code: reason, gate } = ruling;
  door.steps.tell({ decision, "reason-code": reason, status: "none" }, threadOf(ask));
  if (decision === "ignore") return ignore(door, reason);
  const { attempt } = door.attempts;
  const read =
    comment === null
      ? null
      : await attempt("reaction", () => door.client.react(comment.id, "eyes"));
  try {
    const deny = decision === "deny";
    const done = deny ? refused(reason, refusal(ask, ruling)) : await obeyWithin(ask, ruling);
    tellDone(door, done, reason);
    const about = deny ? { code: reason, ...(gate === undefined ? {} : { gate }) } : null;
    await answer(ask, done, about);
    return done.code;
  } finally {
    if (comment !== null && read !== null)
      await attempt("reaction", () => door.client.unreact(comment.id, read));
  }
}

/** What the owner's policy is against is told to the person who wants it. */
async function obeyWithin(ask: Ask, ruling: Ruling): Promise<Done> {
  try {
    return await obey(ask, ruling);
  } catch (fault) {
    if (!(fault instanceof PolicyRefusal)) throw fault;
    const hint = fault.hint === undefined ? "" : ` What helps: ${fault.hint}.`;
    return refused(fault.reason, `${fault.message}${hint}`);
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

function refusal(ask: Ask, { reason_code: reason, run = "", gate = "" }: Ruling): string {
  const said = explainReason(reason);
  if (reason !== "invalid_answer") return said;
  return [said, ...faultsOf(ask, { run, id: gate })].join("\n");
}

function threadOf({ thread }: Ask): { readonly thread: number | null } {
  return { thread: thread?.number ?? null };
}

function ignore({ steps }: Door, reason: string): number {
  steps.tell({ decision: "ignore", "reason-code": reason, status: "none" });
  info(explainReason(reason));
  return 0;
}
