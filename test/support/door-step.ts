/** Runs a job of the Action in this process, as the runner would in one of its own. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Writable } from "node:stream";
import { runJob } from "#src/action/run.ts";
import { readPairs } from "#support/action-step.ts";
import { headSha, jobToken } from "#support/github.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { Comment } from "#testing/github/state.ts";

/** What a job did. */
export interface DoorStep {
  readonly exitCode: number;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** One job on the loopback GitHub. */
export interface DoorJob {
  readonly event: string;
  readonly payload: object;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

const atOnce = (): Promise<void> => Promise.resolve();

let workflowRun = 880_100;

/** Runs a job; jobs of a test run one after the other. */
export async function runDoor(github: LoopbackGithub, job: DoorJob): Promise<DoorStep> {
  workflowRun += 1;
  const folder = mkdtempSync(join(tmpdir(), "iter-door-"));
  const at = (name: string): string => join(folder, name);
  for (const name of ["output", "summary", "state"]) writeFileSync(at(name), "");
  writeFileSync(at("event.json"), JSON.stringify(job.payload));
  mkdirSync(at("workspace"));
  const inputs = { token: jobToken, simulate: "true", ...job.inputs };
  const environment = {
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: at("workspace"),
    GITHUB_OUTPUT: at("output"),
    GITHUB_STEP_SUMMARY: at("summary"),
    GITHUB_STATE: at("state"),
    GITHUB_EVENT_PATH: at("event.json"),
    GITHUB_EVENT_NAME: job.event,
    GITHUB_API_URL: github.url,
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "octo-org/hello-world",
    GITHUB_WORKFLOW_REF: "octo-org/hello-world/.github/workflows/iter.yml@refs/heads/main",
    GITHUB_RUN_ID: String(workflowRun),
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_SHA: headSha,
    RUNNER_TEMP: at("temp"),
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
    ...job.environment,
  };
  const { result, log } = await inEnvironment(environment, () => runJob(process.env, atOnce));
  const read = (name: string): string => readFileSync(at(name), "utf8");
  return { exitCode: result, log, outputs: readPairs(read("output")), summary: read("summary") };
}

/** The event of a comment that somebody writes now. */
export function saying(
  github: LoopbackGithub,
  login: string,
  body: string,
  thread = 42,
): DoorJob & { readonly comment: Comment } {
  const comment = github.comment(thread, login, body);
  const { id, author } = comment;
  const sender = { id: author.id, login: author.login, type: author.type ?? "User" };
  const event = eventFixture("issue_comment.created.json");
  const issue = { ...(event as { issue: object }).issue, number: thread };
  const payload = { ...event, issue, comment: { id, body, user: sender }, sender };
  return { event: "issue_comment", payload, comment };
}

/** The payload of an event in the data packs. */
export function eventFixture(name: string): object {
  const folder = resolve(import.meta.dirname, "../cases/github/events");
  return JSON.parse(readFileSync(join(folder, name), "utf8")) as object;
}

/** The comments that we wrote. */
export function commentsOfOurs({ state }: LoopbackGithub): readonly Comment[] {
  return [...state.comments.values()].filter(({ author }) => author.type === "Bot");
}

async function inEnvironment<Result>(
  environment: Readonly<Record<string, string>>,
  run: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly log: string }> {
  const before = { ...process.env };
  const streams = ["stdout", "stderr"] as const;
  const kept = streams.map((name) => Object.getOwnPropertyDescriptor(process, name));
  let log = "";
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log += chunk.toString("utf8");
      done();
    },
  });
  for (const name of streams)
    Object.defineProperty(process, name, { configurable: true, value: sink });
  Object.assign(process.env, environment);
  try {
    const result = await run();
    return { result, log };
  } finally {
    for (const name of Object.keys(process.env))
      if (!(name in before)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
    streams.forEach((name, index) => Object.defineProperty(process, name, kept[index] ?? {}));
  }
}
