/** Runs the Action's main step within the test's own process: the same code, without a start-up. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { openJob } from "#src/action/job.ts";
import { openOutputs } from "#src/action/outputs.ts";
import { runWorkflow } from "#src/action/run.ts";
import { readPairs } from "./action-step.ts";
import type { Step } from "./action-step.ts";
import { jobToken } from "./github.ts";

/** One job on a loopback GitHub. */
export interface PlayedJob {
  readonly url: string;
  readonly event: string;
  readonly payload: object;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** The checked-out repository; an empty folder without one. */
  readonly workspace?: string;
}

let workflowRun = 880_100;

/** Plays a job; the environment of the process is as before afterwards. */
export async function playJob(played: PlayedJob): Promise<Step> {
  const folder = mkdtempSync(join(tmpdir(), "iter-job-"));
  const at = (name: string): string => join(folder, name);
  workflowRun += 1;
  for (const name of ["output", "summary", "state"]) writeFileSync(at(name), "");
  writeFileSync(at("event.json"), JSON.stringify(played.payload));
  for (const name of ["workspace", "temp"]) mkdirSync(at(name));
  const inputs = { token: jobToken, simulate: "true", ...played.inputs };
  const before = { ...process.env };
  const written: string[] = [];
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    written.push(String(chunk));
    return true;
  });
  Object.assign(process.env, {
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: played.workspace ?? at("workspace"),
    GITHUB_OUTPUT: at("output"),
    GITHUB_STEP_SUMMARY: at("summary"),
    GITHUB_STATE: at("state"),
    GITHUB_EVENT_PATH: at("event.json"),
    GITHUB_EVENT_NAME: played.event,
    GITHUB_REPOSITORY: "octo-org/hello-world",
    GITHUB_RUN_ID: String(workflowRun),
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_API_URL: played.url,
    GITHUB_GRAPHQL_URL: `${played.url}/graphql`,
    RUNNER_TEMP: at("temp"),
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
    ...played.environment,
  });
  const read = (name: string): string => readFileSync(at(name), "utf8");
  try {
    const sheet = openOutputs();
    const exitCode = await runWorkflow(openJob(process.env), sheet);
    const outputs = { ...sheet.finish() };
    return {
      exitCode,
      log: written.join(""),
      folder,
      summary: read("summary"),
      outputs,
      state: readPairs(read("state")),
    };
  } finally {
    spy.mockRestore();
    for (const name of Object.keys(process.env)) {
      if (!Object.hasOwn(before, name)) Reflect.deleteProperty(process.env, name);
    }
    Object.assign(process.env, before);
  }
}
