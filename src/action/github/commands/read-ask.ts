/** Finds what is asked: in the comment of the event, in a form, in an envelope, in an input. Spec: github §2.4. */
import type { ThreadComment, ThreadNow } from "#adapters/github/client.ts";
import { buttonCommand } from "#src/github/auto-mode/asked.ts";
import type { Command, Mistake } from "#src/github/commands/command.ts";
import { parseCommand } from "#src/github/commands/commands.ts";
import { envelopeIn } from "#src/github/envelope.ts";
import { at, numberAt, textAt } from "#src/github/payload.ts";
import { optionsOf } from "./command-options.ts";
import type { Door } from "../door.ts";
import { findRun, findThreadRuns } from "../state/thread-runs.ts";
import type { ThreadRun } from "../state/thread-runs.ts";
import type { Ask } from "./ask.ts";

/** What is asked, a mistake in it, or why it isn't listened to. */
export type ReadAsk =
  | { readonly ask: Ask }
  | { readonly ask: Ask; readonly mistake: Mistake }
  | { readonly ignored: string };

/** Reads what the job is asked. */
export async function readAsk(door: Door): Promise<ReadAsk> {
  const { event, payload } = door;
  const envelope = envelopeIn(event, payload);
  const known = envelope === null || envelope === "unreadable" ? null : envelope;
  const id = numberAt(payload, "comment", "id") ?? known?.comment ?? null;
  const given = door.job.inputs.mode === "command" ? door.job.inputs.command : undefined;
  if (id !== null && given === undefined) return readComment(door, id);
  const form = textAt(payload, "inputs", "command").trim();
  const text = given ?? (form === "" ? (known?.command ?? buttonOf(door)) : form);
  return text === undefined ? { ignored: "not_a_command" } : readText(door, text);
}

/** The comment is read again: the payload only says where to look. */
async function readComment(door: Door, id: number): Promise<ReadAsk> {
  const comment = await door.client.comment(id);
  if (comment === null) return { ignored: "deleted_comment" };
  if (!mayTellOf(door, comment)) return { ignored: "bad_envelope" };
  const parsed = parseCommand(comment.body, optionsOf(door));
  if (parsed === null) return { ignored: "not_a_command" };
  if (door.ourselves.includes(comment.author.id)) return { ignored: "own_event" };
  const number = comment.thread;
  const [thread, runs, editors] = await Promise.all([
    door.client.thread(number),
    findThreadRuns(door, number),
    door.client.editors([comment]),
  ]);
  const ask = {
    ...commentAsk(door, comment, (editors.get(comment.id) ?? null) !== null),
    thread,
    runs,
  };
  if ("error" in parsed) return { ask, mistake: parsed.error };
  const named = await findNamed(door, parsed, runs);
  return { ask: { ...ask, command: parsed, runs: [...runs, ...named] } };
}

/** The run that a command names, if the thread doesn't tell of it. */
async function findNamed(
  door: Door,
  { run }: Command,
  runs: readonly ThreadRun[],
): Promise<readonly ThreadRun[]> {
  if (run === undefined || runs.some(({ id }) => id === run)) return [];
  const found = await findRun(door, run);
  return found === null ? [] : [found];
}

/** Whoever dispatches asks for themselves; only the bot tells of what others wrote. */
function mayTellOf({ event, payload, ourselves }: Door, { author }: ThreadComment): boolean {
  if (envelopeIn(event, payload) === null) return true;
  const sender = numberAt(payload, "sender", "id") ?? 0;
  return sender === author.id || ourselves.includes(sender);
}

function commentAsk(
  door: Door,
  comment: ThreadComment,
  edited: boolean,
): Pick<Ask, "door" | "event" | "sender" | "comment"> {
  const event = { name: "issue_comment", action: "created", at: comment.createdAt, edited };
  return { door, event, sender: comment.author, comment };
}

/** What no comment carries is asked by whoever set the job off. */
async function readText(door: Door, text: string): Promise<ReadAsk> {
  const { prefix } = optionsOf(door);
  const parsed = parseCommand(`${prefix} ${text}`, { prefix });
  if (parsed === null) return { ignored: "not_a_command" };
  const { payload } = door;
  const sender = {
    id: numberAt(payload, "sender", "id") ?? 0,
    login: textAt(payload, "sender", "login"),
    type: textAt(payload, "sender", "type") || "User",
  };
  const event = { name: door.event, action: "requested", at: new Date().toISOString() };
  const base = { door, event, sender, comment: null };
  if ("error" in parsed) return { ask: { ...base, thread: null, runs: [] }, mistake: parsed.error };
  const command = parsed;
  const { thread, runs } = await findAbout(door, command);
  return { ask: { ...base, command, thread, runs } };
}

/** The thread of the event, or that of the run that is named. */
async function findAbout(
  door: Door,
  { run }: Command,
): Promise<{ readonly thread: ThreadNow | null; readonly runs: readonly ThreadRun[] }> {
  const { payload, client } = door;
  const found = run === undefined ? null : await findRun(door, run);
  const number =
    found?.left?.thread ??
    numberAt(at(payload, "pull_request") ?? at(payload, "issue"), "number") ??
    numberAt(payload, "check_run", "pull_requests", "0", "number");
  if (number === null) return { thread: null, runs: found === null ? [] : [found] };
  const [thread, runs] = await Promise.all([client.thread(number), findThreadRuns(door, number)]);
  return { thread, runs };
}

function buttonOf({ event, payload }: Door): string | undefined {
  return event === "check_run" ? (buttonCommand({ payload }) ?? undefined) : undefined;
}
