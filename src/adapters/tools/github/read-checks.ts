/** How checks of a commit stand, and what failed jobs said. */
import { z } from "zod";
import type { Value } from "#core/graph/value.ts";
import { excerptOf, fingerprintOf } from "#src/github/loops/fingerprint.ts";
import type { FailedJob } from "#src/github/loops/fingerprint.ts";
import { listAt, numberAt, textAt } from "#src/github/payload.ts";
import { sanitiseIn } from "#src/github/sanitise/sanitise-in.ts";
import { showIn } from "#src/github/sanitise/show-in.ts";
import { ToolFault, defineTool } from "../define-tool.ts";
import type { Tool } from "../index.ts";
import { cutList, tell } from "./around.ts";
import type { GithubPlace } from "./around.ts";

const shaInput = z
  .string()
  .regex(/^[0-9a-f]{40}$/, "write the whole commit")
  .optional()
  .describe("Default: the commit of the run.");

/** A check of a commit. */
export interface CheckNow {
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly required: boolean;
}

/** The tools that read checks. */
export function createCheckTools(place: GithubPlace): readonly Tool[] {
  return [
    defineTool({
      name: "github.checks",
      description: "Lists checks and statuses of a commit; those that merging needs are marked.",
      readsOnly: true,
      input: z.strictObject({ sha: shaInput }),
      async run({ sha }) {
        const commit = commitOf(place, sha);
        const { items, ...counts } = cutList(
          (await readChecks(place, commit)).map((check) => ({ ...check })),
        );
        return tell("github.checks", { sha: commit, checks: items, ...counts });
      },
    }),
    defineTool({
      name: "github.failed_logs",
      description:
        "Shows for each failed job its step, the lines around its first error, and a fingerprint.",
      readsOnly: true,
      input: z.strictObject({ sha: shaInput }),
      async run({ sha }) {
        const commit = commitOf(place, sha);
        const { items, ...counts } = cutList(await readFailedJobs(place, { sha: commit }), 10);
        const jobs = items.map((one) => ({
          workflow: sanitiseIn(one.workflow),
          job: sanitiseIn(one.job),
          step: sanitiseIn(one.step),
          fingerprint: fingerprintOf(one),
          log: showIn(excerptOf(one.log)),
        }));
        return tell("github.failed_logs", { sha: commit, jobs, ...counts });
      },
    }),
  ];
}

/** Checks and statuses of a commit. */
export async function readChecks(place: GithubPlace, sha: string): Promise<readonly CheckNow[]> {
  const { api, baseRef } = place;
  const [checks, statuses, required] = await Promise.all([
    api.checks(sha),
    api.statuses(sha),
    api.requiredChecks(baseRef),
  ]);
  const isRequired = (name: string): boolean => required?.includes(name) === true;
  return [
    ...checks.map((one) => ({
      name: sanitiseIn(textAt(one, "name")),
      status: textAt(one, "status"),
      conclusion: textAt(one, "conclusion") || null,
      required: isRequired(textAt(one, "name")),
    })),
    ...statuses.map((one) => {
      const state = textAt(one, "state");
      return {
        name: sanitiseIn(textAt(one, "context")),
        status: state === "pending" ? "in_progress" : "completed",
        conclusion: state === "pending" ? null : state,
        required: isRequired(textAt(one, "context")),
      };
    }),
  ];
}

/** The jobs of a commit or branch that failed, with what they said. */
export async function readFailedJobs(
  { api }: Pick<GithubPlace, "api">,
  query: { readonly sha?: string; readonly branch?: string },
): Promise<readonly FailedJob[]> {
  const runs = await api.workflowRuns(query);
  const failed = newestOfEach(runs).filter((run) =>
    ["failure", "timed_out"].includes(textAt(run, "conclusion")),
  );
  const found = failed.map(async (run) => {
    const jobs = await api.jobs(numberAt(run, "id") ?? 0);
    const red = jobs.filter((job) => ["failure", "timed_out"].includes(textAt(job, "conclusion")));
    return Promise.all(
      red.map(async (job) => ({
        workflow: textAt(run, "name"),
        job: textAt(job, "name"),
        step: firstFailedStep(job),
        log: await api.jobLog(numberAt(job, "id") ?? 0).catch(() => ""),
      })),
    );
  });
  return (await Promise.all(found)).flat();
}

/** A workflow that ran several times counts as its newest run says. */
function newestOfEach(runs: readonly Value[]): readonly Value[] {
  const seen = new Set<string>();
  return runs.filter((run) => {
    const path = textAt(run, "path");
    if (seen.has(path)) return false;
    seen.add(path);
    return true;
  });
}

function firstFailedStep(job: Value): string {
  const failed = listAt(job, "steps").find((step) => textAt(step, "conclusion") === "failure");
  return failed === undefined ? "" : textAt(failed, "name");
}

function commitOf({ headSha }: GithubPlace, sha: string | undefined): string {
  const commit = sha ?? headSha;
  if (commit === null) throw new ToolFault("the run works on no commit; give a `sha`");
  return commit;
}
