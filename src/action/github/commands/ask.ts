/** What somebody asks of a job, wherever they said it. */
import type { ThreadComment, ThreadNow, Reaction } from "#adapters/github/client.ts";
import { eventKey } from "#src/github/event-key.ts";
import type { AuthorisationRequest } from "#src/github/authorise/authorise.ts";
import type { Command } from "#src/github/commands/command.ts";
import type { Door } from "../door.ts";
import type { ThreadRun } from "../state/thread-runs.ts";

/** A command or a review, with what it is about. */
export interface Ask {
  readonly door: Door;
  readonly event: AuthorisationRequest["event"];
  readonly sender: AuthorisationRequest["sender"];
  /** Absent for a review that is no command. */
  readonly command?: Command;
  /** What a review says that is no command. */
  readonly review?: string;
  readonly reviewId?: number;
  /** The environment whose reviewers answered. */
  readonly environment?: string;
  /** Null for what was asked of no thread. */
  readonly thread: ThreadNow | null;
  readonly runs: readonly ThreadRun[];
  /** What is reacted to and answered; null where nobody could see it. */
  readonly comment: ThreadComment | null;
}

/** What became of it. */
export interface Done {
  /** The exit code of the step. */
  readonly code: number;
  readonly reaction: Reaction | null;
  readonly reply: string | null;
  /** What the step calls it. */
  readonly decision?: string;
  readonly reason?: string;
}

/** Carries out a command that its author may give. */
export type Act = (ask: Ask, command: Command) => Promise<Done>;

/** A comment, and a review, is one fact, whoever tells of it: it starts a run once. */
export function keyOf({ door, comment, reviewId }: Ask): string {
  const { event, payload, repositoryId, workflowRun } = door;
  if (reviewId !== undefined) {
    const told = {
      action: "submitted",
      repository: { id: repositoryId },
      review: { id: reviewId },
    };
    return eventKey("pull_request_review", told, { run_id: workflowRun });
  }
  if (comment === null) return eventKey(event, payload, { run_id: workflowRun });
  const fact = { action: "created", repository: { id: repositoryId }, comment: { id: comment.id } };
  return eventKey("issue_comment", fact, { run_id: workflowRun });
}

/** Not done, for a reason. */
export function refused(reason: string, reply: string): Done {
  return { code: 0, reaction: "-1", reply, decision: "deny", reason };
}

/** Answered in words. */
export function told(reply: string): Done {
  return { code: 0, reaction: null, reply, decision: "reply" };
}
