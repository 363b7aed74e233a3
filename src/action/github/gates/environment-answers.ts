/** Answers that the reviewers of environments give, read from GitHub: each counts for one gate. Spec: github §6.3. */
import { readRunNote } from "#adapters/github/open-runs.ts";
import type { EnvironmentReview } from "#adapters/github/workflow-runs.ts";
import type { Value } from "#core/graph/value.ts";
import { openGates } from "#core/report/run-document.ts";
import { numberAt, textAt } from "#src/github/payload.ts";
import { carryOut } from "../commands/command.ts";
import type { Door } from "../door.ts";
import { environmentOf } from "./environment-gates.ts";
import type { LeftRun } from "../state/left-runs.ts";
import { isCarryingOut } from "../state/claim-run.ts";
import { findRun } from "../state/thread-runs.ts";

/**
 * Answers a gate by what the reviewers of its environment have said in this workflow run; null if the
 * run asks no environment here.
 */
export async function answerByEnvironment(door: Door, left: LeftRun): Promise<number | null> {
  const [gate] = openGates(left.state);
  const environment = gate && environmentOf(door, left.trigger, gate);
  if (gate === undefined || environment === undefined) return null;
  const note = await readRunNote(door.client, left.id);
  if (numberAt(note, "workflow_run") !== door.workflowRun) return null;
  const said = (await door.client.jobs.environmentReviews(door.workflowRun)).filter(
    ({ environments }) => environments.includes(environment),
  );
  const review = firstUnused(said, usedHere(door, left));
  // The reviewers are asked only when the job before theirs has ended: it may be this one.
  if (review === undefined && isCarryingOut(door)) return null;
  const { thread } = left;
  const found = await findRun(door, left.id);
  return carryOut({
    door,
    environment,
    event: {
      name: "environment_approval",
      action: review?.state ?? "missing",
      at: new Date().toISOString(),
      recorded: review !== undefined,
    },
    sender: {
      ...(review?.by ?? { id: left.initiatorId, login: left.initiatorLogin }),
      type: "User",
    },
    command: {
      command: review?.state === "rejected" ? "reject" : "approve",
      gate: gate.gate,
      run: left.id,
      ...(review === undefined || review.comment === "" ? {} : { text: review.comment }),
    },
    thread: thread === null ? null : await door.client.thread(thread),
    runs: found === null ? [] : [found],
    comment: null,
  });
}

/** Who has answered gates of the run by an approval in this workflow run: each counts for one gate. */
function usedHere({ workflowRun }: Door, { state }: LeftRun): readonly (number | null)[] {
  const all = Object.values(state.interactions).flatMap(({ submissions }) => submissions);
  return all.flatMap(({ evidence = null }) =>
    isOf(evidence, workflowRun) ? [numberAt(evidence, "actor_id")] : [],
  );
}

function isOf(evidence: Value, workflowRun: number): boolean {
  return textAt(evidence, "kind") === "environment" && numberAt(evidence, "id") === workflowRun;
}

/** A no before a yes; GitHub doesn't say in which order they were given. */
function firstUnused(
  said: readonly EnvironmentReview[],
  used: readonly (number | null)[],
): EnvironmentReview | undefined {
  const left = [...said];
  for (const person of used) {
    const index = left.findIndex(({ by }) => by.id === person);
    if (index >= 0) left.splice(index, 1);
  }
  return left.find(({ state }) => state === "rejected") ?? left[0];
}
