/** Reviews that answered no gate start the triggers that refine. Spec: github §13. */
import type { PullReview } from "#adapters/github/reviews.ts";
import { holderOfRun } from "#adapters/github/claims.ts";
import { openThreadsApi } from "#adapters/github/threads-api.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { isOpenGate } from "#core/run/state.ts";
import { raisedBy } from "#src/github/auto-mode/matching.ts";
import type { ModeContext } from "#src/github/auto-mode/decide-mode.ts";
import { eventsOf, triggerOf } from "#src/github/config/config.ts";
import { eventKey, runId } from "#src/github/event-key.ts";
import { at, listAt, numberAt, textAt } from "#src/github/payload.ts";
import { sanitiseIn } from "#src/github/sanitise/sanitise-in.ts";
import type { Door } from "../door.ts";
import { eachRun } from "../each-run.ts";
import { startOrRefuse } from "../start.ts";
import { readNamed } from "../thread-facts.ts";
import { standsAlready } from "../state/claim-run.ts";
import { findLeftRun } from "../state/left-runs.ts";
import type { ThreadRun } from "../state/thread-runs.ts";

/** The reviews of a pull request, and its runs before they were looked at. */
export interface Reviewed {
  readonly number: number;
  readonly reviews: readonly PullReview[];
  readonly runs: readonly ThreadRun[];
}

/** Starts what refines; null if nobody asks for changes, or the review was somebody's answer. */
export async function startByFeedback(
  door: Door,
  { number, reviews, runs }: Reviewed,
): Promise<number | null> {
  const { repositoryId, workflowRun, access } = door;
  // Of older reviews an earlier signal has told; they start nothing again.
  const [newest] = reviews.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at));
  const asking = newest?.state === "changes_requested" ? newest : undefined;
  if (asking === undefined || !isWanted(door) || runs.some(hasOpenGate)) return null;
  const api = openThreadsApi(access);
  const pull = await api.pull(number);
  const raised = raisedBy(await toContext(door, { pull, asking }), "review_feedback");
  if (raised.length === 0) return null;
  const feedback = toFeedback(asking, await api.reviewThreads(number));
  // The review is the fact, whichever signal tells of it.
  const fact = { action: "submitted", repository: { id: repositoryId }, review: { id: asking.id } };
  const key = eventKey("pull_request_review", fact, { run_id: workflowRun });
  return eachRun(door, raised, async ({ name: trigger, tier }) => {
    const starter = {
      sender: { ...asking.author },
      thread: number,
      headSha: textAt(pull, "head", "sha") || null,
      baseSha: textAt(pull, "base", "sha") || null,
      feedback,
    };
    const start = { trigger, run: runId(key, trigger), ...(tier === undefined ? {} : { tier }) };
    if (await isDone(door, start.run)) return 0;
    door.steps.tell({ decision: "start", "reason-code": "trigger" });
    return startOrRefuse(door, start, starter);
  });
}

/** A run that was started for the review before and is over, or waits, is no other attempt. */
async function isDone(door: Door, run: string): Promise<boolean> {
  if ((await holderOfRun(door.client, run)) === null) return false;
  const left = await findLeftRun(door, run);
  if (left === null || left.state.status === "running") return false;
  standsAlready(door, left);
  return true;
}

function isWanted({ config }: Door): boolean {
  return Object.keys(config.triggers ?? {}).some((name) =>
    eventsOf(triggerOf(config, name) ?? {}).includes("review_feedback"),
  );
}

/** The review as the event that it was, for whatever triggers say of pull requests. */
async function toContext(
  door: Door,
  { pull, asking }: { readonly pull: Value; readonly asking: PullReview },
): Promise<ModeContext> {
  const { config, payload, workflowRun, attempt, ourselves, ownWorkflow } = door;
  const { id, login, type } = asking.author;
  const repository = at(payload, "repository");
  return {
    door: "action",
    event: "pull_request_review",
    payload: { action: "submitted", pull_request: pull, repository, sender: { id, login, type } },
    inputs: {},
    env: { run_id: workflowRun, run_attempt: attempt, checkpoint: false },
    config,
    facts: {
      identities: ourselves,
      app_id: null,
      own_workflows: [ownWorkflow],
      waiting_for_ci: [],
      ...(await readNamed(door, numberAt(pull, "number") ?? 0)),
    },
  };
}

function hasOpenGate({ left }: ThreadRun): boolean {
  return left?.gates.some(isOpenGate) === true;
}

/** What is still open, as `github.feedback`. */
function toFeedback({ author, body }: PullReview, threads: readonly Value[]): Fields {
  const open = threads.filter((thread) => at(thread, "isResolved") !== true);
  return {
    author: author.login,
    body: sanitiseIn(body),
    threads: open.map((thread) => ({
      id: textAt(thread, "id"),
      path: sanitiseIn(textAt(thread, "path")),
      line: numberAt(thread, "line"),
      comments: listAt(thread, "comments", "nodes").map((one) => ({
        author: textAt(one, "author", "login"),
        text: sanitiseIn(textAt(one, "body")),
      })),
    })),
  };
}
