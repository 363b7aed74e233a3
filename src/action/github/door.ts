/**
 * The Action's door to GitHub: decides what the event of the job comes to, and has it done.
 *
 * Loaded by jobs that have a token, after everything that can be refused without one.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { info } from "@actions/core";
import { openGithub } from "#adapters/github/client.ts";
import type { GithubClient, Viewer } from "#adapters/github/client.ts";
import type { GithubAccess } from "#adapters/github/octokit.ts";
import { createPace } from "#adapters/github/pace.ts";
import { openTrustedTree, resolveCommit } from "#adapters/github/trusted-tree.ts";
import type { TrustedTree } from "#adapters/github/trusted-tree.ts";
import type { Value } from "#core/graph/value.ts";
import { decideMode } from "#src/github/auto-mode/decide-mode.ts";
import type { ModeContext, ModeDecision } from "#src/github/auto-mode/decide-mode.ts";
import { raisedBy } from "#src/github/auto-mode/matching.ts";
import type { Config } from "#src/github/config/config.ts";
import { at, numberAt, textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import type { Job } from "../job.ts";
import { JobRefusal } from "../job-refusal.ts";
import type { JobSteps } from "../steps.ts";
import { resumeAllAwaiting, waitingRuns } from "./loops/awaited-checks.ts";
import { usesArtifacts } from "./state/checkpoint-store.ts";
import { cancelRuns } from "./state/cancel.ts";
import { carryOutCommand } from "./commands/command.ts";
import { tellFlaky } from "./loops/flaky.ts";
import { openAttempts, toRefusal } from "./report/permissions.ts";
import type { Attempts } from "./report/permissions.ts";
import { loadConfig } from "./trust/load-config.ts";
import { producersOf } from "./trust/producers.ts";
import { tellRefused } from "./report/refused-start.ts";
import { resumeNamed } from "./state/resume-named.ts";
import { readThreadFacts } from "./thread-facts.ts";
import { answerByReviews } from "./gates/review-signal.ts";
import { settle } from "./state/settle.ts";
import { carryVerdicts } from "./report/carry.ts";
import { allow, startRuns } from "./start.ts";
import { starterOf } from "./starter.ts";
import { sweep } from "./state/sweep.ts";
import { runsOfThisJob } from "./state/thread-runs.ts";
import { validateHead } from "./validate/validate.ts";

/** Everything that is known of a job on GitHub. */
export interface Door {
  readonly job: Job;
  readonly steps: JobSteps;
  readonly client: GithubClient;
  readonly access: GithubAccess;
  readonly event: string;
  readonly payload: Value;
  readonly config: Config;
  /** What is wrong with the file, of which nothing holds then, or with the job: nothing starts. */
  readonly mistaken: JobRefusal | null;
  /** Accounts whose comments may carry our markers. */
  readonly identities: readonly number[];
  /** Those of them that are nobody else: what they do asks for nothing. */
  readonly ourselves: readonly number[];
  readonly repositoryId: number;
  readonly workflowRun: number;
  /** Where workflows, recipes, tools and scripts are read from: never what a pull request changes. */
  readonly trusted: TrustedTree;
  readonly repositoryUrl: string;
  readonly runUrl: string;
  /** Where runs of workflow files are shown, by their id. */
  readonly runsUrl: string;
  /** Which attempt of the workflow run this is. */
  readonly attempt: number;
  /** The thread of the event. */
  readonly thread: number | null;
  readonly isPrivate: boolean;
  readonly defaultBranch: string;
  /** `.github/workflows/iter.yml` */
  readonly ownWorkflow: string;
  /** What the job says besides its work. */
  readonly attempts: Attempts;
  /** The runs that this job leaves for the next one of the same workflow run. */
  readonly planned: Set<string>;
}

/** Runs the job; the result is the exit code of the step. */
export async function runOnGithub(job: Job, token: string, steps: JobSteps): Promise<number> {
  try {
    return await serve(await openDoor(job, token, steps));
  } catch (fault) {
    throw toRefusal(fault);
  }
}

async function serve(door: Door): Promise<number> {
  const { steps } = door;
  const code = await act(door);
  const [planned = "", ...others] = door.planned;
  if (planned !== "")
    steps.tell({ status: "running", "run-id": others.length === 0 ? planned : "" });
  return code;
}

async function act(door: Door): Promise<number> {
  const { job, steps } = door;
  const again = door.attempt > 1 && job.inputs.mode === "auto" && door.mistaken === null;
  const settled = again ? await settle(door) : null;
  if (settled !== null) return settled;
  const context = await toContext(door);
  const decision = decideMode(context);
  const { mode, then, reason_code: reason } = decision;
  steps.tell({ mode: mode ?? "none", decision: then, "reason-code": reason });
  if (door.mistaken !== null && mayMeanMore(decision, door.mistaken))
    return failForOurs(door, door.mistaken);
  switch (then) {
    case "start":
      return startOrSweep(door, decision);
    case "command":
    case "reply":
      return carryOutCommand(door);
    case "resume":
      return reason === "ci_finished" ? resumeAllAwaiting(door) : resumeNamed(door, decision);
    case "signal":
      return answerByReviews(door);
    case "validate":
      return validateHead(door);
    case "sweep":
      return sweep(door);
    case "carry":
      return carryVerdicts(door);
    case "cancel":
      return cancelRuns(door, { ...runOf(decision), reason });
    default:
      info(`${describe(decision)} ${explainReason(reason)}`);
      steps.tell({ status: "none" });
      await tellFlaky(door);
      await tellNotStarted(door, context);
      return 0;
  }
}

/** Triggers that the event fits, and that it may not start for what it is. */
async function tellNotStarted(door: Door, context: ModeContext): Promise<void> {
  const headSha = textAt(door.payload, "pull_request", "head", "sha");
  if (headSha === "" || door.mistaken !== null) return;
  for (const { name, refused } of raisedBy(context))
    if (refused !== null) await tellRefused(door, { trigger: name, headSha }, refused);
}

/** Only those who may start something are told of mistakes by a job that fails: no stranger makes a red cross. */
async function failForOurs(door: Door, mistaken: JobRefusal): Promise<number> {
  const allowed = await allow(door, { permission: "write" }, await starterOf(door));
  if (!("refused" in allowed)) throw mistaken;
  door.steps.tell({ decision: "ignore", "reason-code": mistaken.reason, status: "none" });
  info(`${explainReason(mistaken.reason)} ${mistaken.message}`);
  return 0;
}

/** With mistakes in the file nothing starts or goes on; what is no work anyway fails nobody's job. */
function mayMeanMore(
  { then, reason_code: reason }: ModeDecision,
  { reason: mistake }: JobRefusal,
): boolean {
  if (then === "ignore")
    return mistake === "bad_config" && ["no_trigger", "unknown_trigger"].includes(reason);
  return !["command", "reply", "validate", "cancel"].includes(then);
}

/** Every schedule sweeps, whatever else it is for. */
async function startOrSweep(door: Door, decision: ModeDecision): Promise<number> {
  const swept = door.event === "schedule" ? await sweep(door) : 0;
  return (await startRuns(door, decision)) || swept;
}

/** Opens the door of a job: who we are, and what is trusted. */
export async function openDoor(job: Job, token: string, steps: JobSteps): Promise<Door> {
  const { environment } = job;
  refuseBranch(job);
  const variable = (name: string): string => environment[name] ?? "";
  const first: GithubAccess = {
    token,
    readOnly: job.inputs.effects !== "apply",
    apiUrl: variable("GITHUB_API_URL") || "https://api.github.com",
    repository: variable("GITHUB_REPOSITORY"),
    pace: createPace({ now: Date.now, pause: job.pause }),
  };
  const reader = openGithub(first);
  const event = variable("GITHUB_EVENT_NAME");
  const payload = readPayload(variable("GITHUB_EVENT_PATH"));
  const byCommit = ["push", "schedule", "workflow_dispatch"].includes(event);
  const defaultBranch = textAt(payload, "repository", "default_branch") || "HEAD";
  const trustedRef = byCommit ? variable("GITHUB_SHA") : defaultBranch;
  const repositoryUrl = `${variable("GITHUB_SERVER_URL")}/${variable("GITHUB_REPOSITORY")}`;
  const runsUrl = `${repositoryUrl}/actions/runs`;
  const [viewers, commit] = await Promise.all([
    readViewers(first, job.inputs.pushToken),
    resolveCommit(reader, trustedRef),
  ]);
  if (commit === null)
    throw new JobRefusal(
      "permission_missing",
      `\`${trustedRef}\` can't be found in the repository.`,
      {
        hint: "the job's token needs `contents: read`",
      },
    );
  const folder = join(dirname(job.store), "iter-trusted");
  const trusted = openTrustedTree(reader, { commit, folder });
  const { config, mistaken } = await loadConfig(first, trusted, job);
  const refs = textAt(config.state ?? {}, "refs");
  const access = { ...first, ...(refs !== "" && { refs }) };
  return {
    job,
    steps,
    client: openGithub(access),
    access,
    event,
    payload,
    config,
    mistaken,
    identities: viewers.map(({ id }) => id),
    // The owner of a personal token also speaks for themselves. No person's login ends so.
    ourselves: viewers.filter(({ login }) => login.endsWith("[bot]")).map(({ id }) => id),
    repositoryId:
      numberAt(payload, "repository", "id") ?? Number(variable("GITHUB_REPOSITORY_ID") || 0),
    workflowRun: Number(variable("GITHUB_RUN_ID")),
    trusted,
    repositoryUrl,
    runUrl: `${runsUrl}/${variable("GITHUB_RUN_ID")}`,
    runsUrl,
    attempt: Number(variable("GITHUB_RUN_ATTEMPT") || 1),
    thread: numberAt(payload, "pull_request", "number") ?? numberAt(payload, "issue", "number"),
    isPrivate: at(payload, "repository", "private") === true,
    defaultBranch,
    ownWorkflow: workflowPath(variable("GITHUB_WORKFLOW_REF")),
    attempts: openAttempts(),
    planned: new Set(),
  };
}

/** @throws JobRefusal if a job that may write nothing is to keep runs by writing refs. */
function refuseBranch(job: Job): void {
  if (job.inputs.effects !== "propose" || usesArtifacts({ job, config: { version: 1 } })) return;
  const message = "`effects: propose` keeps runs as artifacts, and this job can't upload any.";
  throw new JobRefusal("bad_input", message, {
    hint: "leave `state: auto`, on a server that has artifacts",
    errors: [{ field: "effects", message }],
  });
}

/** The accounts that we write as. */
function readViewers(
  access: GithubAccess,
  pushToken: string | undefined,
): Promise<readonly Viewer[]> {
  const tokens = [access.token, ...(pushToken === undefined ? [] : [pushToken])];
  return Promise.all(tokens.map((token) => openGithub({ ...access, token }).viewer()));
}

async function toContext(door: Door): Promise<ModeContext> {
  const { job, event, payload, config, ourselves, ownWorkflow, attempt } = door;
  const { inputs, environment } = job;
  return {
    door: "action",
    event,
    payload,
    inputs: {
      mode: inputs.mode,
      ...(inputs.given.has("allow-forks") ? { "allow-forks": inputs.allowForks } : {}),
      ...(inputs.command === undefined ? {} : { command: inputs.command }),
      ...(inputs.triggerPhrase === undefined ? {} : { "trigger-phrase": inputs.triggerPhrase }),
      ...(inputs.workflow === "" ? {} : { workflow: inputs.workflow }),
      ...(inputs.runId === undefined ? {} : { "run-id": inputs.runId }),
    },
    env: {
      run_id: environment["GITHUB_RUN_ID"] ?? "0",
      run_attempt: Number(environment["GITHUB_RUN_ATTEMPT"] ?? 1),
      checkpoint: attempt > 1 && (await runsOfThisJob(door)).length > 0,
      ref: environment["GITHUB_REF"],
      sha: environment["GITHUB_SHA"],
    },
    config,
    facts: {
      identities: ourselves,
      app_id: null,
      own_workflows: producersOf({ config, ownWorkflow }),
      ...(await readThreadFacts(door)),
      waiting_for_ci: await waitingRuns(door),
    },
  };
}

/** `owner/name/.github/workflows/iter.yml@refs/heads/main` → the path in it. */
function workflowPath(reference: string): string {
  return reference.split("@")[0]?.split("/").slice(2).join("/") ?? "";
}

function runOf({ run }: ModeDecision): { readonly run?: string } {
  return run === undefined ? {} : { run };
}

function describe({ then, mode }: ModeDecision): string {
  return then === "ignore" ? "Nothing is done." : `\`${mode ?? then}\` is not done by this job.`;
}

function readPayload(path: string): Value {
  if (path === "") return null;
  const payload = JSON.parse(readFileSync(path, "utf8")) as Value;
  return at(payload);
}
