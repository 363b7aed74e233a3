/** Plays the jobs of the reusable workflow, with what its own file gives each of them. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { jobToken } from "#support/github.ts";
import { playJob } from "#support/github-job.ts";
import type { JobDone, JobHere } from "#support/github-job.ts";
import { runtimeToken } from "#testing/github/artifact-service.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

/** A job of the workflow. */
export type SplitJob = "plan" | "agents" | "apply" | "resume";

/** A job of which each part has a runner of its own. */
export type SplitHere = Omit<JobHere, "environment"> & {
  readonly environment?: () => Readonly<Record<string, string>>;
};

/** What came of each job of one workflow run; those that were not due are left out. */
export type SplitDone = Readonly<Partial<Record<SplitJob, JobDone>>> & {
  readonly workflowRun: number;
};

/** The token of the job that may only read. */
export const readToken = "read-token-of-the-loopback";

interface WorkflowFile {
  readonly jobs: Readonly<
    Record<
      SplitJob,
      {
        readonly permissions: Readonly<Record<string, string>>;
        readonly steps: readonly [{ readonly with: Readonly<Record<string, string>> }];
      }
    >
  >;
}

/** `.github/workflows/run.yml` */
export const runWorkflow = parse(readFileSync(".github/workflows/run.yml", "utf8")) as WorkflowFile;

let lastRun = 870_000;

/** Plays one job; what its file leaves to the caller is `given`. */
export function playPart(
  github: LoopbackGithub,
  name: SplitJob,
  job: SplitHere & { readonly workflowRun: number },
): Promise<JobDone> {
  const fixed = Object.entries(runWorkflow.jobs[name].steps[0].with).filter(
    ([, value]) => !value.includes("${{"),
  );
  const propose = name === "agents" ? { mode: "resume", effects: "propose" } : {};
  const service = {
    ACTIONS_RESULTS_URL: github.url,
    ACTIONS_RUNTIME_TOKEN: runtimeToken(job.workflowRun),
  };
  const token = name === "agents" ? readToken : jobToken;
  return playJob(github, {
    ...job,
    inputs: { ...job.inputs, ...Object.fromEntries(fixed), ...propose, token },
    environment: { ...service, ...job.environment?.() },
  });
}

/** Plays a workflow run: plan, and if there is something to drive, agents and apply. */
export async function playSplit(
  github: LoopbackGithub,
  job: SplitHere,
  between: {
    readonly beforeAgents?: () => void;
    readonly afterAgents?: () => void;
    /** While the job with the environment waits. */
    readonly atGate?: (workflowRun: number) => void;
  } = {},
): Promise<SplitDone> {
  lastRun += 1;
  const workflowRun = job.workflowRun ?? lastRun;
  const plan = await playPart(github, "plan", { ...job, workflowRun });
  if (plan.outputs["status"] !== "running") return { workflowRun, plan };
  const going = { ...job.inputs, "run-id": plan.outputs["run-id"] ?? "" };
  between.beforeAgents?.();
  const agents = await playPart(github, "agents", { ...job, inputs: going, workflowRun });
  between.afterAgents?.();
  const apply = await playPart(github, "apply", { ...job, inputs: going, workflowRun });
  if ((apply.outputs["gate-environment"] ?? "") === "") return { workflowRun, plan, agents, apply };
  between.atGate?.(workflowRun);
  const resume = await playPart(github, "resume", { ...job, inputs: going, workflowRun });
  return { workflowRun, plan, agents, apply, resume };
}

/** Plays the workflow run that an apply job has asked for last. */
export function playDispatched(
  github: LoopbackGithub,
  job: Partial<SplitHere>,
): Promise<SplitDone> {
  const inputs = github.state.dispatches.at(-1)?.["inputs"] ?? {};
  const sender = { id: 41_898_282, login: "github-actions[bot]", type: "Bot" };
  const repository = { id: 5001, name: "hello-world", full_name: "octo-org/hello-world" };
  const payload = { inputs, sender, repository: { ...repository, default_branch: "main" } };
  return playSplit(github, { ...job, event: "workflow_dispatch", payload });
}
