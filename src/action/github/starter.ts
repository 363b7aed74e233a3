/** Who starts a run, and where. Spec: github §3.2. */
import type { Fields, Value } from "#core/graph/value.ts";
import type { Amounts } from "#src/github/budget/spending.ts";
import type { Command } from "#src/github/commands/command.ts";
import type { Level } from "#src/github/levels.ts";
import { envelopeIn } from "#src/github/envelope.ts";
import type { Envelope } from "#src/github/envelope.ts";
import { listAt, numberAt, textAt } from "#src/github/payload.ts";
import type { Door } from "./door.ts";

/** Somebody who starts a run, and where. */
export interface Starter {
  readonly sender: { readonly id: number; readonly login: string; readonly type: string };
  readonly thread: number | null;
  readonly headSha: string | null;
  /** The base of the pull request, whose agent settings count. */
  readonly baseSha: string | null;
  /** What they wrote, if it was a command. */
  readonly command?: Command;
  /** How far they may go, where that was asked. */
  readonly level?: Level;
  /** What reviews want to be better. */
  readonly feedback?: Fields;
  /** What their run may spend at most, where that was asked. */
  readonly left?: Amounts;
  /** The pull request, where the event doesn't carry it and it has been read. */
  readonly pull?: Value;
}

/** Who raised the event of a job: of one that our App tells of, the person whom it names. Spec: github §15.3. */
export async function starterOf(door: Door): Promise<Starter> {
  const told = toldByUs(door);
  return told === null ? ofEvent(door) : ofEnvelope(door, told);
}

/** From anybody else an envelope says nothing of who asks: whoever dispatches does. */
function toldByUs({ event, payload, ourselves }: Door): Envelope | null {
  const envelope = envelopeIn(event, payload);
  const ours = ourselves.includes(numberAt(payload, "sender", "id") ?? 0);
  return envelope === "unreadable" || !ours ? null : envelope;
}

/** Where to look is all that is believed: the thread is read, and the level of the person asked for. */
async function ofEnvelope({ client }: Door, { actor, thread, sha }: Envelope): Promise<Starter> {
  const now = thread === undefined ? null : await client.thread(thread);
  return {
    sender: { ...actor, type: "User" },
    thread: thread ?? null,
    headSha: now?.headSha ?? sha ?? null,
    baseSha: now?.baseSha ?? null,
  };
}

function ofEvent({ payload, event, job }: Door): Starter {
  const [ofRun = null] = listAt(payload, "workflow_run", "pull_requests");
  const thread =
    numberAt(payload, "pull_request", "number") ??
    numberAt(payload, "issue", "number") ??
    numberAt(ofRun, "number");
  const head =
    textAt(payload, "pull_request", "head", "sha") || textAt(payload, "workflow_run", "head_sha");
  return {
    sender: {
      id: numberAt(payload, "sender", "id") ?? 0,
      login: textAt(payload, "sender", "login"),
      type: event === "schedule" ? "User" : textAt(payload, "sender", "type"),
    },
    thread,
    headSha: head === "" ? (job.environment["GITHUB_SHA"] ?? null) : head,
    baseSha: textAt(payload, "pull_request", "base", "sha") || textAt(ofRun, "base", "sha") || null,
  };
}
