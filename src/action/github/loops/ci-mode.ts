/** How checks come to run on what a run has pushed; a push by the job's token starts none. Spec: github §13. */
import { basename } from "node:path";
import { info } from "@actions/core";
import type { CiMode } from "#adapters/tools/github/index.ts";
import type { Fields } from "#core/graph/value.ts";
import type { TriggerSettings } from "#src/github/config/config.ts";
import { openThreadsApi } from "#adapters/github/threads-api.ts";
import { messageOf } from "#core/text/fault.ts";
import { eventsOf, settingsOf } from "#src/github/config/config.ts";
import { textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import type { Door } from "../door.ts";
import { producersOf } from "../trust/producers.ts";

/** What was pushed, and by which run. */
export interface Pushed {
  readonly branch: string;
  /** What the run knows of GitHub. */
  readonly github: Fields;
  readonly settings: TriggerSettings | undefined;
}

const jobTokenLogin = "github-actions[bot]";

/** How checks were started, as the receipt of a commit has it. */
export interface StartedChecks {
  readonly ci_mode: CiMode;
  /** Runs that were dispatched, as far as the server names them. */
  readonly ci_runs?: readonly number[];
}

/** The first way that works; `held` is never told as anything else. */
export async function startChecks(door: Door, pushed: Pushed): Promise<StartedChecks> {
  const started = await chooseMode(door, pushed);
  door.steps.tell({ "ci-mode": started.ci_mode });
  if (started.ci_mode === "held") info(explainReason("ci_held"));
  return started;
}

async function chooseMode(door: Door, pushed: Pushed): Promise<StartedChecks> {
  const wanted = pushed.settings?.loop?.["token-mode"] ?? "auto";
  if (wanted === "held") return { ci_mode: "held" };
  if (wanted !== "dispatch") {
    if (door.job.inputs.pushToken !== undefined) return { ci_mode: "push-token" };
    const { login } = await door.client.viewer();
    if (login !== jobTokenLogin) return { ci_mode: "app" };
  }
  if (wanted !== "auto" && wanted !== "dispatch") return { ci_mode: "held" };
  const runs = await dispatchChecks(door, pushed);
  if (runs === null) return { ci_mode: "held" };
  return { ci_mode: "dispatch", ...(runs.length === 0 ? {} : { ci_runs: runs }) };
}

/** Starts the workflow that the run is to make green, or those that the file watches; null if none can be dispatched. */
async function dispatchChecks(
  door: Door,
  { branch, github }: Pushed,
): Promise<readonly number[] | null> {
  const failed = textAt(github, "ci", "path");
  const paths = failed === "" ? await watchedPaths(door) : [failed];
  const runs: (number | null)[] = [];
  for (const path of paths) {
    try {
      runs.push(await door.client.jobs.dispatch(basename(path), branch, {}));
    } catch (fault) {
      info(`\`${path}\` can't be dispatched: ${messageOf(fault)}`);
    }
  }
  return runs.length === 0 ? null : runs.filter((run) => run !== null);
}

/** Files of the workflows whose failures some trigger mends: nobody else's is started by us. */
async function watchedPaths(door: Door): Promise<readonly string[]> {
  const { config, access } = door;
  const triggers = Object.keys(config.triggers ?? {}).map((name) => settingsOf(config, name));
  const watching = triggers.filter((settings) => eventsOf(settings).includes("ci_failure"));
  const names = new Set(watching.flatMap(({ workflows = [] }) => workflows));
  if (names.size === 0) return [];
  const runs = await openThreadsApi(access).workflowRuns({});
  const paths = runs
    .filter((run) => names.has(textAt(run, "name")))
    .map((run) => textAt(run, "path").split("@")[0] ?? "");
  const ours = producersOf(door);
  return [...new Set(paths)].filter((path) => path !== "" && !ours.includes(path));
}
