/** How checks of a commit stand, and what failed jobs said. */
import { z } from "zod";
import type { EffectLog } from "#core/ports/effects.ts";
import type { Value } from "#core/graph/value.ts";
import { excerptOf, fingerprintOf } from "#src/github/loops/fingerprint.ts";
import type { FailedJob } from "#src/github/loops/fingerprint.ts";
import { listAt, numberAt, textAt } from "#src/github/payload.ts";
import { sanitiseIn } from "#src/github/sanitise/sanitise-in.ts";
import { showIn } from "#src/github/sanitise/show-in.ts";
import { ToolFault, defineTool } from "../define-tool.ts";
import type { Tool } from "../index.ts";
import { haveEnded, havePassed, lastCommit, waitFor } from "./await-checks.ts";
import { readChecks } from "./current-checks.ts";
import { cutList, tell } from "./around.ts";
import type { GithubPlace } from "./around.ts";

const shaInput = z
  .string()
  .regex(/^[0-9a-f]{40}$/, "write the whole commit")
  .optional()
  .describe("Default: the run's own last commit, or the one that it works on.");

/** The tools that read checks. */
export function createCheckTools(place: GithubPlace): readonly Tool[] {
  return [
    defineTool({
      name: "github.checks",
      description:
        "Lists checks and statuses of a commit; those that merging needs are marked. `passed` is true if they, or all where none is needed, have ended well. With `wait` the run pauses until they have ended.",
      readsOnly: true,
      input: z.strictObject({
        sha: shaInput,
        wait: z.enum(["required", "all"]).optional().describe("Which of them have to end first."),
      }),
      async run({ sha, wait }, { effects }) {
        const commit = commitOf(place, sha, effects);
        if (wait !== undefined && !(await haveEnded(place, { sha: commit, wait })))
          return { question: waitFor({ sha: commit, wait }, effects) };
        const { items, ...counts } = cutList(
          (await readChecks(place, commit)).map((check) => ({ ...check })),
        );
        const passed = await havePassed(place, { sha: commit, wait: wait ?? "required" });
        return tell("github.checks", { sha: commit, passed, checks: items, ...counts });
      },
    }),
    defineTool({
      name: "github.failed_logs",
      description:
        "Shows for each failed job its step, the lines around its first error, and a fingerprint.",
      readsOnly: true,
      input: z.strictObject({ sha: shaInput }),
      async run({ sha }, { effects }) {
        const commit = commitOf(place, sha, effects);
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

function commitOf(
  { headSha }: GithubPlace,
  sha: string | undefined,
  effects: EffectLog | undefined,
): string {
  const own = textAt(lastCommit(effects)?.receipt ?? null, "sha") || null;
  const commit = sha ?? own ?? headSha;
  if (commit === null) throw new ToolFault("the run works on no commit; give a `sha`");
  return commit;
}
