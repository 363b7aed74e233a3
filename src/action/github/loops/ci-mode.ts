/** How checks come to run on what a run has pushed; a push by the job's token starts none. Spec: github §13. */
import { basename } from "node:path";
import { info } from "@actions/core";
import type { CiMode } from "#adapters/tools/github/index.ts";
import type { Fields } from "#core/graph/value.ts";
import type { TriggerSettings } from "#src/github/config/config.ts";
import { textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import type { Door } from "../door.ts";

/** What was pushed, and by which run. */
export interface Pushed {
  readonly branch: string;
  /** What the run knows of GitHub. */
  readonly github: Fields;
  readonly settings: TriggerSettings | undefined;
}

const jobTokenLogin = "github-actions[bot]";

/** The first way that works; `held` is never told as anything else. */
export async function startChecks(door: Door, pushed: Pushed): Promise<CiMode> {
  const mode = await chooseMode(door, pushed);
  door.steps.tell({ "ci-mode": mode });
  if (mode === "held") info(explainReason("ci_held"));
  return mode;
}

async function chooseMode(door: Door, pushed: Pushed): Promise<CiMode> {
  const wanted = pushed.settings?.loop?.["token-mode"] ?? "auto";
  if (wanted === "held") return "held";
  if (wanted !== "dispatch") {
    if (door.job.inputs.pushToken !== undefined) return "push-token";
    const { login } = await door.client.viewer();
    if (login !== jobTokenLogin) return "app";
  }
  if (wanted !== "auto" && wanted !== "dispatch") return "held";
  return (await dispatchChecks(door, pushed)) ? "dispatch" : "held";
}

/** Starts the workflow that the run is to make green, if it can be dispatched. */
async function dispatchChecks({ client }: Door, { branch, github }: Pushed): Promise<boolean> {
  const path = textAt(github, "ci", "path");
  if (path === "") return false;
  try {
    await client.jobs.dispatch(basename(path), branch, {});
    return true;
  } catch (fault) {
    info(`\`${path}\` can't be dispatched: ${fault instanceof Error ? fault.message : ""}`);
    return false;
  }
}
