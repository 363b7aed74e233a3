/** What commits of a loop say of themselves, and when there are no more of them. Spec: github §13. */
import { textAt } from "#src/github/payload.ts";
import { fingerprintOfAll } from "#src/github/loops/fingerprint.ts";
import { shortFingerprint } from "#src/github/loops/trailers.ts";
import type { Effect } from "#core/run/effect.ts";
import type { GithubPlace } from "./around.ts";
import { refuseProposal } from "./proposals.ts";
import { readFailedJobs } from "./read-checks.ts";

/** The loop of a run: the failure that started it, and how often it may try. */
export interface Loop {
  /** The workflow that failed; null where people want something to be better. */
  readonly workflow: string | null;
  readonly fingerprint: string;
  /** Which attempt on the thread the run began with. */
  readonly attempt: number;
  readonly mostAttempts: number;
}

/** An attempt and the failure that it is for. */
export interface LoopAttempt {
  readonly attempt: number;
  readonly failure: string;
}

/**
 * The attempt that the next commit is.
 *
 * @throws RunFailure if the last one changed nothing about the failure, or there were too many.
 */
export async function nextAttempt(
  place: GithubPlace,
  loop: Loop,
  made: readonly Effect[],
): Promise<LoopAttempt> {
  const attempt = loop.attempt + made.length;
  if (attempt > loop.mostAttempts)
    throw refuseProposal("attempts_used", `no more than ${loop.mostAttempts} attempts on a thread`);
  const shas = made.map(({ receipt }) => textAt(receipt, "sha"));
  const failures: string[] = [loop.fingerprint];
  for (const sha of loop.workflow === null ? [] : shas.slice(-2))
    failures.push(await failureAt(place, loop, sha));
  const [now = loop.fingerprint, before] = failures.toReversed();
  if (made.length > 0 && now === before)
    throw refuseProposal("no_progress", "the checks fail as they did before the last commit");
  return { attempt, failure: now };
}

/** As the last lines of the commit have it. */
export function loopTrailers({ attempt, failure }: LoopAttempt): readonly string[] {
  return [`Iter-Attempt: ${attempt}`, `Iter-Failure: ${shortFingerprint(failure)}`];
}

async function failureAt(place: GithubPlace, { workflow }: Loop, sha: string): Promise<string> {
  const jobs = await readFailedJobs(place, { sha });
  return fingerprintOfAll(jobs.filter((job) => job.workflow === workflow));
}
