/** Runs the Action in a process of its own, as a job does, against a played GitHub. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "#adapters/processes/program.ts";
import type { Fields } from "#core/graph/value.ts";
import type { Session } from "#src/cli/session.ts";
import { variableOf } from "#src/github/inputs.ts";
import { textAt } from "#src/github/payload.ts";
import { setupPaths } from "#src/github/setup/files.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import { actionProgram } from "./action-program.ts";
import type { JobInputs } from "./job-inputs.ts";
import { playedToken } from "./played.ts";

/** A job that an event starts. */
export interface PlayedJob {
  readonly github: LoopbackGithub;
  readonly name: string;
  readonly payload: Fields;
  readonly inputs: JobInputs;
  /** The id of its workflow run. */
  readonly run: number;
}

/** How it ended. */
export interface JobEnd {
  readonly exit_code: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
}

/** Plays a job to its end. */
export async function playJob({ env, host }: Session, job: PlayedJob): Promise<JobEnd> {
  const { github, name, payload, inputs, run } = job;
  const folder = mkdtempSync(join(tmpdir(), "iter-simulate-"));
  const file = (of: string, text = ""): string => {
    writeFileSync(join(folder, of), text);
    return join(folder, of);
  };
  const { owner, name: repository } = github.state.setup.repository;
  const outputs = file("outputs");
  const path = inputs.file ?? setupPaths.job;
  const { jobs } = github.state;
  github.state.lacks = inputs.lacks;
  jobs.set(run, { status: "in_progress", event: name, path });
  try {
    const { exitCode, stdout, stderr } = await runProgram(
      {
        file: process.execPath,
        args: [actionProgram()],
        cwd: host.cwd(),
        env: {
          PATH: env["PATH"] ?? "",
          GITHUB_ACTIONS: "true",
          GITHUB_API_URL: github.url,
          GITHUB_EVENT_NAME: name,
          GITHUB_EVENT_PATH: file("event.json", JSON.stringify(payload)),
          GITHUB_OUTPUT: outputs,
          GITHUB_REPOSITORY: `${owner}/${repository}`,
          GITHUB_RUN_ID: String(run),
          GITHUB_SERVER_URL: "https://github.com",
          GITHUB_SHA: textAt(payload, "pull_request", "head", "sha") || "main",
          GITHUB_STATE: file("state"),
          GITHUB_STEP_SUMMARY: file("summary"),
          GITHUB_WORKFLOW_REF: `${owner}/${repository}/${path}@refs/heads/main`,
          GITHUB_WORKSPACE: host.cwd(),
          ...toVariables(inputs.given),
          INPUT_SIMULATE: simulateBy(inputs.given),
          INPUT_TOKEN: inputs.given["token"] === "" ? "" : playedToken,
          RUNNER_TEMP: folder,
        },
      },
      { signal: new AbortController().signal },
    );
    return {
      exit_code: exitCode,
      outputs: readOutputs(readFileSync(outputs, "utf8")),
      log: stdout + stderr,
    };
  } finally {
    jobs.set(run, { status: "completed", event: name, path });
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The script that the job names; else that of the trigger, or answers that are made up. */
function simulateBy({ simulate = "" }: JobInputs["given"]): string {
  return /^(?:|false|no)$/i.test(simulate) ? "true" : simulate;
}

/** Inputs as the runner hands them to a step. */
function toVariables(inputs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(inputs).map(([name, text]) => [variableOf(name), text]));
}

/** What a step wrote, each name with a delimiter of its own. */
function readOutputs(text: string): Readonly<Record<string, string>> {
  const pairs = text.matchAll(/^([^\n<]+)<<(\S+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...pairs].map(([, name = "", , value = ""]) => [name, value]));
}
