/** The files that bring Iter into a repository. Spec: github §16.1. */
import { stringify } from "yaml";
import { readyWorkflow } from "./ready.ts";
import type { ReadyName, ReadyWorkflow } from "./ready.ts";

/** What is wanted of the files. */
export interface SetupOptions {
  /** Events come through the App's bot, which dispatches the workflow. */
  readonly bot: boolean;
  /** The job calls the reusable workflow in place of the Action. */
  readonly reusable: boolean;
  /** Names of the workflows whose end is of interest, such as `CI`. */
  readonly watched: readonly string[];
  /** The workflows to begin with. */
  readonly ready: readonly ReadyName[];
  /** First words of comments that are commands, if they aren't the usual one. */
  readonly words?: readonly string[];
  readonly action: ActionRef;
}

/** The Action as a workflow file names it. */
export interface ActionRef {
  /** Owner and name. */
  readonly repository: string;
  /** A branch, a tag or a commit. */
  readonly ref: string;
  /** The commit that the ref names now; null if nobody could be asked. */
  readonly commit: string | null;
}

/** The name of the workflow by which reviews are noticed. */
export const signalName = "iter-review-signal";

/** Where the files lie in a repository. */
export const setupPaths = {
  job: ".github/workflows/iter.yml",
  signal: ".github/workflows/iter-review-signal.yml",
  config: ".github/iter.yml",
} as const;

type Yaml = Readonly<Record<string, unknown>>;

const dispatchInputs: Readonly<Record<string, string>> = {
  trigger: "Trigger of .github/iter.yml",
  vars: "Variables as YAML",
  command: "Command without /iter",
  "run-id": "Run to resume",
  "iter-event": "Filled in by the bot",
};

const writes = {
  contents: "write",
  issues: "write",
  "pull-requests": "write",
  checks: "write",
  actions: "write",
} as const;

/**
 * The text of every file by its path.
 *
 * @example
 * setupFiles({ bot: false, reusable: false, watched: ["CI"], ready: ["pr-review"], action });
 */
export function setupFiles(options: SetupOptions): Readonly<Record<string, string>> {
  const ready = options.ready.map(readyWorkflow);
  const workflows = ready.map(({ workflow, text }) => [`.github/iter/${workflow}.iter`, text]);
  return {
    [setupPaths.job]: withVersion(
      yaml({
        name: "iter",
        on: eventsOf(options),
        permissions: {},
        jobs: { iter: options.reusable ? reusableJob(options) : job(options) },
      }),
      options.action,
    ),
    ...(options.bot ? {} : { [setupPaths.signal]: yaml(signal) }),
    [setupPaths.config]: configOf(ready, options),
    ...(Object.fromEntries(workflows) as Record<string, string>),
  };
}

function eventsOf({ bot, watched }: SetupOptions): Yaml {
  const inputs = Object.fromEntries(
    Object.entries(dispatchInputs).map(([name, description]) => [
      name,
      { description, required: false },
    ]),
  );
  const always = {
    schedule: [{ cron: "41 */6 * * *" }],
    workflow_dispatch: { inputs },
  };
  if (bot) return always;
  return {
    pull_request: { types: ["opened", "synchronize", "reopened", "ready_for_review", "closed"] },
    issues: { types: ["labeled"] },
    issue_comment: { types: ["created"] },
    workflow_run: { workflows: [signalName, ...watched], types: ["completed"] },
    ...always,
  };
}

/** No group of concurrency: it would put a `cancel` behind the run that it is to stop. */
function job({ bot, action, words }: SetupOptions): Yaml {
  return {
    ...(bot ? {} : { if: onlyCommands(words) }),
    "runs-on": "ubuntu-latest",
    "timeout-minutes": 350,
    permissions: writes,
    steps: [
      {
        uses: `${action.repository}@${action.commit ?? action.ref}`,
        with: {
          "anthropic-api-key": "${{ secrets.ANTHROPIC_API_KEY }}",
          "state-key": "${{ secrets.ITER_STATE_KEY }}",
        },
      },
    ],
  };
}

function reusableJob({ bot, action, words }: SetupOptions): Yaml {
  return {
    ...(bot ? {} : { if: onlyCommands(words) }),
    permissions: writes,
    uses: `${action.repository}/.github/workflows/run.yml@${action.commit ?? action.ref}`,
    secrets: {
      "anthropic-api-key": "${{ secrets.ANTHROPIC_API_KEY }}",
      "state-key": "${{ secrets.ITER_STATE_KEY }}",
    },
  };
}

/** The condition of a job that leaves out comments which are no commands. */
export function onlyCommands(words: readonly string[] = ["/"]): string {
  const begins = words.map(
    (word) => `startsWith(github.event.comment.body, '${word.replaceAll("'", "''")}')`,
  );
  return ["github.event_name != 'issue_comment'", ...begins].join(" || ");
}

const signal: Yaml = {
  name: signalName,
  on: { pull_request_review: { types: ["submitted", "dismissed"] } },
  permissions: {},
  jobs: { signal: { "runs-on": "ubuntu-latest", steps: [{ run: "true" }] } },
};

const configHeading =
  "# What starts which workflow, and who may answer. `iter github check` says what doesn't fit.";

function configOf(ready: readonly ReadyWorkflow[], { watched }: SetupOptions): string {
  const triggers = ready.flatMap((one) => [
    `  ${one.trigger}:`,
    ...[...one.settings(watched), `workflow: ${one.workflow}`].map((line) => `    ${line}`),
  ]);
  const gates = ready.flatMap((one) => one.gates).map((line) => `  ${line}`);
  return [
    ...[configHeading, "version: 1", "", "triggers:", ...triggers],
    ...(gates.length === 0 ? [] : ["", "gates:", ...gates]),
    "",
  ].join("\n");
}

/** A commit says to nobody which version it is; a remark behind it does, and is kept up to date by bots. */
function withVersion(text: string, { ref, commit }: ActionRef): string {
  return commit === null ? text : text.replace(`@${commit}`, `@${commit} # ${ref}`);
}

function yaml(document: Yaml): string {
  return stringify(document, { lineWidth: 120 });
}
