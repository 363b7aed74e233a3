/** The grant by which a run works on a commit of a fork. Spec: github §11.2. */
import { at, textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import { JobRefusal } from "#src/action/job-refusal.ts";
import type { Door } from "../door.ts";
import type { LeftRun } from "../state/left-runs.ts";

/**
 * A grant is for what was shown: once the head has moved on, its run doesn't work on any more.
 *
 * @throws JobRefusal if somebody has pushed to the fork since.
 */
export async function refuseOldGrant({ client }: Door, run: LeftRun): Promise<void> {
  const github = run.state.start?.github ?? {};
  const granted = at(github, "pr", "fork") === true && textAt(github, "tier") === "sandbox";
  if (!granted || run.thread === null || run.headSha === null) return;
  const thread = await client.thread(run.thread);
  if (thread.headSha === run.headSha) return;
  const head = thread.headSha?.slice(0, 12) ?? "SHA";
  throw new JobRefusal(
    "sha_mismatch",
    `${explainReason("sha_mismatch")} The run was granted ${run.headSha.slice(0, 12)} of a fork, whose head is ${head} now.`,
    { hint: `look at the new commit, and start a run of it with \`--sha ${head}\`` },
  );
}
