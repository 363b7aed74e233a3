/** The tools of GitHub as one run has them. Spec: github §11.5, §12. */
import { openThreadsApi } from "#adapters/github/threads-api.ts";
import { openWorkingTree } from "#adapters/github/working-tree.ts";
import type { GithubAccess } from "#adapters/github/octokit.ts";
import { openWriteApi } from "#adapters/github/write-api.ts";
import type { WriteApi } from "#adapters/github/write-api.ts";
import { createProposingTools, createReadingTools } from "#adapters/tools/github/index.ts";
import type { Executing, GithubPlace, Loop } from "#adapters/tools/github/index.ts";
import type { Tool } from "#adapters/tools/index.ts";
import type { Fields } from "#core/graph/value.ts";
import { hasGate, settingsOf } from "#src/github/config/config.ts";
import type { TriggerSettings } from "#src/github/config/config.ts";
import { attemptsPerThread } from "#src/github/loops/guards.ts";
import { readSafeOutputs } from "#src/github/effects/limits.ts";
import { at, numberAt, textAt } from "#src/github/payload.ts";
import { reachesTier } from "#src/github/tiers.ts";
import type { Tier } from "#src/github/tiers.ts";
import { tierOfTool } from "#src/github/tools.ts";
import { startChecks } from "../loops/ci-mode.ts";
import type { Door } from "../door.ts";
import { findLack } from "../gates/evidence.ts";
import type { Keeper, KeptRun } from "../state/keeper.ts";

/** What a run is to its tools. */
export interface Lending extends Omit<KeptRun, "source"> {
  readonly tier: Tier;
  /** What the log calls `github`. */
  readonly github: Fields;
  /** Keeps the log as it is, before something is written that others see. */
  readonly keeper: Pick<Keeper, "keep">;
}

/** The tools that the tier of the run allows. */
export function lendTools(door: Door, lending: Lending): readonly Tool[] {
  const { thread, headSha, tier, github } = lending;
  const defaultBranch = textAt(door.payload, "repository", "default_branch") || "main";
  const place: GithubPlace = {
    api: openThreadsApi(door.access),
    thread,
    until: textAt(github, "at"),
    headSha,
    baseRef: textAt(github, "pr", "base_ref") || defaultBranch,
    ...(reachesTier(tier, "read") ? {} : { withoutTexts: true }),
  };
  const executing = executingOf(door, lending, { place, defaultBranch });
  const tools = [...createReadingTools(place), ...createProposingTools(executing)];
  return tools.filter(({ definition }) => reachesTier(tier, tierOfTool(definition.name)));
}

function executingOf(
  door: Door,
  { run, trigger, headSha, initiator, github, keeper }: Lending,
  around: Pick<Executing, "place" | "defaultBranch">,
): Executing {
  const { job, access, config, repositoryId, identities } = door;
  const { stateKey, pushToken } = job.inputs;
  const fork = at(github, "pr", "fork") === true;
  return {
    ...around,
    api: openPushing(access, pushToken),
    limits: readSafeOutputs(config["safe-outputs"], config.policy),
    run,
    repositoryId,
    identities,
    secrets: job.secrets,
    effects: effectsOf(door, trigger),
    initiator,
    headRef: fork ? null : textAt(github, "pr", "head_ref") || null,
    tree: openWorkingTree(job.workspace, job.environment),
    checkpoint: () => keeper.keep(),
    asksForProtected: hasGate(config, trigger, "protected-paths"),
    unproven: (sorts) =>
      findLack(door, { run, trigger, headSha, initiator, thread: around.place.thread, sorts }),
    ...loopOf(github, settingsOf(config, trigger)),
    runChecks: (branch) =>
      startChecks(door, { branch, github, settings: settingsOf(config, trigger) }),
    ...(stateKey === undefined ? {} : { stateKey }),
  };
}

/** What becomes of proposals; whoever says `resume` to a job says that it is to do as it is told. */
export function effectsOf({ job, config }: Door, trigger: string): Executing["effects"] {
  const { effects, given, mode } = job.inputs;
  if (given.has("effects") || mode === "resume") return effects;
  return settingsOf(config, trigger).effects ?? effects;
}

/** Commits and pull requests are those of the push token, so that checks run on them. */
function openPushing(access: GithubAccess, token: string | undefined): WriteApi {
  const api = openWriteApi(access);
  if (token === undefined) return api;
  const pushing = openWriteApi({ ...access, token });
  return {
    ...api,
    commit: (input) => pushing.commit(input),
    createBranch: (name, sha) => pushing.createBranch(name, sha),
    openPull: (pull) => pushing.openPull(pull),
    markReady: (node) => pushing.markReady(node),
  };
}

/** The loop of a run that checks or reviews of a pull request started. */
function loopOf(github: Fields, trigger: TriggerSettings | undefined): { readonly loop?: Loop } {
  const raised = at(github, "ci") ?? at(github, "feedback");
  if (raised === null) return {};
  const workflow = textAt(raised, "workflow") || null;
  const fingerprint = textAt(raised, "fingerprint");
  const attempt = numberAt(raised, "attempt") ?? 1;
  const most = trigger?.loop?.["attempts-per-thread"] ?? attemptsPerThread;
  // More than that was asked for by a person, when the loop had stopped.
  const mostAttempts = Math.max(most, attempt);
  return { loop: { workflow, fingerprint, attempt, mostAttempts } };
}
