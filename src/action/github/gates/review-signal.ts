/** Reviews as answers to gates: everybody's latest, read from the API. Spec: github §6.3. */
import { info } from "@actions/core";
import type { PullReview } from "#adapters/github/reviews.ts";
import { authorise } from "#src/github/authorise/authorise.ts";
import type { CommandName } from "#src/github/commands/command.ts";
import { parseCommand } from "#src/github/commands/commands.ts";
import { envelopeIn } from "#src/github/envelope.ts";
import { listAt, numberAt, textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import { carryOutAs, tellRefusal } from "../commands/command.ts";
import { optionsOf } from "../commands/command-options.ts";
import type { Ask } from "../commands/ask.ts";
import type { Door } from "../door.ts";
import { eachRun } from "../each-run.ts";
import { toRequest } from "./facts.ts";
import { startByFeedback } from "../loops/feedback.ts";
import { findThreadRuns } from "../state/thread-runs.ts";

/** Puts the reviews of each pull request through the rules; the exit code is that of the first that failed. */
export async function answerByReviews(door: Door): Promise<number> {
  const numbers = await findPulls(door);
  door.steps.tell({ status: "none" });
  if (numbers.length === 0) return nothing(door, "no_pull_request");
  return eachRun(door, numbers, (number) => answerOn(door, number));
}

async function answerOn(door: Door, number: number): Promise<number> {
  const { client, steps } = door;
  steps.tell({}, { thread: number });
  const reviews = latestOf(await client.reviews(number));
  if (reviews.length === 0) return nothing(door, "review_comment_only");
  const runs = await findThreadRuns(door, number);
  let code = 0;
  let counted = false;
  for (const review of reviews) {
    const ask = await toAsk(door, number, review);
    const ruling = authorise(await toRequest(ask));
    const counts = ruling.decision === "accept" || ruling.decision === "record";
    // What the job tells of an answer isn't taken back by a review that is none.
    if (counts || !counted) code = (await carryOutAs(ask, ruling)) || code;
    else if (ruling.decision === "deny") await tellRefusal(ask, ruling);
    else info(`${review.author.login}: ${explainReason(ruling.reason_code)}`);
    counted ||= counts;
  }
  return (await startByFeedback(door, { number, reviews, runs })) ?? code;
}

/** Each person's latest that is more than a comment; one that was dismissed says nothing any more. */
function latestOf(reviews: readonly PullReview[]): readonly PullReview[] {
  const said = reviews.filter(({ state }) => state !== "commented" && state !== "pending");
  const latest = new Map(said.map((review) => [review.author.id, review]));
  return [...latest.values()].filter(({ state }) => state !== "dismissed");
}

/** Read anew for each review: the one before may have closed the gate. */
async function toAsk(door: Door, number: number, review: PullReview): Promise<Ask> {
  const [thread, runs] = await Promise.all([
    door.client.thread(number),
    findThreadRuns(door, number),
  ]);
  return {
    door,
    event: {
      name: "pull_request_review",
      action: "submitted",
      at: review.at,
      review_state: review.state,
      commit_id: review.commitId,
    },
    sender: review.author,
    ...answerIn(review, door),
    review: review.body,
    reviewId: review.id,
    thread,
    runs,
    comment: null,
  };
}

const forGates: ReadonlySet<CommandName> = new Set(["approve", "reject", "answer"]);

/**
 * The answer that a review spells out. A signal reads everybody's review again, and a gate closes
 * once; any other command would be carried out at each of them, so it has to be a comment.
 */
function answerIn({ body }: PullReview, door: Door): Pick<Ask, "command"> {
  const parsed = parseCommand(body, optionsOf(door));
  if (parsed === null || "error" in parsed) return {};
  return forGates.has(parsed.command) ? { command: parsed } : {};
}

/** One commit may be the head of several, into different branches. */
async function findPulls({ event, payload, client }: Door): Promise<readonly number[]> {
  const envelope = envelopeIn(event, payload);
  if (envelope !== null && envelope !== "unreadable" && envelope.thread !== undefined)
    return [envelope.thread];
  const named = listAt(payload, "workflow_run", "pull_requests")
    .map((pull) => numberAt(pull, "number"))
    .filter((number) => number !== null);
  if (named.length > 0) return [...new Set(named)];
  return client.pullsAt(textAt(payload, "workflow_run", "head_sha"));
}

function nothing({ steps }: Door, reason: string): number {
  steps.tell({ decision: "ignore", "reason-code": reason });
  info(explainReason(reason));
  return 0;
}
