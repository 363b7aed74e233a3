/** Where a job is and what it was given. */
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Refusal } from "#core/run/failure.ts";
import { createRedactor, secretValues, type Redactor } from "#core/run/redact.ts";
import type { RunnerEnvironment } from "#src/github/namespace.ts";
import { readInputs, secretTexts, secretVariables } from "./inputs.ts";
import type { Inputs } from "./inputs.ts";

/** One job: its environment without the secrets among the inputs, and its folders. */
export interface Job {
  readonly inputs: Inputs;
  readonly environment: RunnerEnvironment;
  readonly workspace: string;
  /** Where the workflow, its tools, recipes and scripts are read from: the workspace, or a trusted tree. */
  readonly sources: string;
  /** Where nodes run; it may be there only when something is checked out. */
  readonly directory: string;
  /** The folder that holds `runs/`. */
  readonly store: string;
  /** What nobody may read: the secrets among the inputs, and those of the environment. */
  readonly secrets: readonly string[];
  readonly redactor: Redactor;
  /** Milliseconds until what runs in the job is handed over; negative once it should have been. */
  readonly timeLeft: () => number;
  /** Waits so many milliseconds for GitHub. */
  readonly pause: (ms: number) => Promise<void>;
}

/** Reads the inputs, and takes the secrets among them out of the process's environment. */
export function openJob(
  processEnvironment: NodeJS.ProcessEnv,
  pause: Job["pause"] = (ms) => setTimeout(ms),
): Job {
  const inputs = readInputs(processEnvironment);
  const secrets = [
    ...new Set([...secretTexts(processEnvironment), ...secretValues(processEnvironment)]),
  ];
  for (const name of secretVariables()) Reflect.deleteProperty(processEnvironment, name);
  const environment: RunnerEnvironment = {
    ...processEnvironment,
    ...inputs.keys,
    ...(inputs.model === undefined ? {} : { ITERION_DEFAULT_SUPERVISOR_MODEL: inputs.model }),
  };
  const workspace = processEnvironment["GITHUB_WORKSPACE"] ?? process.cwd();
  // Not `performance`: asking for it would load `node:perf_hooks` at each start.
  const deadline = process.uptime() + inputs.timeoutMinutes * 60;
  return {
    inputs,
    environment,
    workspace,
    sources: workspace,
    directory: resolve(workspace, inputs.workingDirectory),
    store: join(processEnvironment["RUNNER_TEMP"] ?? workspace, "iter"),
    secrets,
    redactor: createRedactor({ values: secrets }),
    timeLeft: () => (deadline - process.uptime()) * 1000,
    pause,
  };
}

/** @throws Refusal if there is no folder for nodes to run in. */
export function needDirectory({ inputs, directory }: Pick<Job, "inputs" | "directory">): void {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const message = `\`working-directory\` is \`${inputs.workingDirectory}\`, and there is no such folder.`;
  throw new Refusal("INPUT_INVALID", message, {
    errors: [{ field: "working-directory", message }],
    hint: "is the repository checked out? give a folder from its root",
  });
}
