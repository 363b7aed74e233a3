/** What can't be told on GitHub fails no run; a permission that lacks is told once, with the line to add. Spec: github §2.5. */
import { warning } from "@actions/core";
import { messageOf } from "#core/text/fault.ts";
import { statusOf } from "#adapters/github/answers.ts";
import { isLimited } from "#adapters/github/pace.ts";
import { JobRefusal } from "#src/action/job-refusal.ts";

/** What a job does besides its run. */
export type Feature =
  | "comment"
  | "check"
  | "annotations"
  | "checkpoint"
  | "reaction"
  | "signal"
  | "reviewers"
  | "issue";

/** The lines of a job's permissions that a feature needs, and what is lost without them. */
const needs: Readonly<Record<Feature, readonly [lines: string, lost: string]>> = {
  comment: ["`issues: write` and `pull-requests: write`", "no comment is written"],
  reaction: ["`issues: write` and `pull-requests: write`", "commands get no reaction"],
  check: ["`checks: write`", "there is no check run"],
  annotations: ["`pull-requests: read`", "nothing is shown beside the lines"],
  checkpoint: ["`contents: write`", "the run can't go on in another job"],
  reviewers: ["`pull-requests: write`", "nobody is asked for a review"],
  issue: ["`issues: write`", "nobody is told that the run waits"],
  signal: ["`contents: write`", "the job that drives the run can't be told"],
};

/** Tries what may be refused; a feature that was refused is not tried again. */
export interface Attempts {
  readonly attempt: <Done>(feature: Feature, act: () => Promise<Done>) => Promise<Done | null>;
  readonly lacks: (feature: Feature) => boolean;
  /** True if something failed that might be done later. */
  readonly broken: () => boolean;
}

/** Opens the attempts of a job. */
export function openAttempts(): Attempts {
  const lacking = new Set<Feature>();
  let broken = false;
  return {
    lacks: (feature) => lacking.has(feature),
    broken: () => broken,
    async attempt(feature, act) {
      if (lacking.has(feature)) return null;
      try {
        return await act();
      } catch (fault) {
        if (statusOf(fault) === 403 && !isLimited(fault)) {
          lacking.add(feature);
          warning(describeLack(feature));
        } else {
          broken = true;
          warning(`This could not be written to GitHub: ${feature}, ${messageOf(fault)}`);
        }
        return null;
      }
    },
  };
}

/** What GitHub doesn't do is no fault of ours: the job is refused for it. */
export function toRefusal(fault: unknown): unknown {
  const status = statusOf(fault);
  if (status === null) return fault;
  const denied = status === 403 && !isLimited(fault);
  const message = `GitHub answered ${status}: ${messageOf(fault)}`;
  return new JobRefusal(denied ? "permission_missing" : "api_error", message, {
    hint: denied
      ? "give the job the permissions that its mode needs; `iter github check` names them"
      : "run the job again",
  });
}

/** One sentence: what lacks, what is lost, what to write. */
export function describeLack(feature: Feature): string {
  const [lines, lost] = needs[feature];
  return `The job's token may not do this, so ${lost}: add ${lines} to the job's \`permissions\`.`;
}
