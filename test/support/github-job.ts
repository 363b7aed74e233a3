/** Plays jobs of the Action in this process, one after the other, against a loopback GitHub. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Writable } from "node:stream";
import { runJob } from "#src/action/run.ts";
import { closeStoppedJob } from "#src/action/stopped-job.ts";
import { headSha, jobToken } from "#support/github.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

/** One job. */
export interface JobHere {
  readonly event: string;
  readonly payload: object;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Files of the workspace. */
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly attempt?: number;
  /** Default: one that no job had before. */
  readonly workflowRun?: number;
  /** Called before the job's last step, which isn't played without. */
  readonly beforeLast?: () => void;
}

/** What a job did. */
export interface JobDone {
  readonly exitCode: number;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly workflowRun: number;
  /** Of the event, to play it again. */
  readonly payload: object;
}

let lastRun = 990_100;

/** A job whose runner is set up. */
export interface LaidJob {
  readonly workflowRun: number;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What the main step told the last one, as that one finds it. */
  states(): Readonly<Record<string, string>>;
  /** Says to GitHub that the job is over. */
  over(): void;
}

/** Sets a runner up for a job. */
export function layJob(github: LoopbackGithub, job: JobHere): LaidJob {
  lastRun += 1;
  const workflowRun = job.workflowRun ?? lastRun;
  const folder = mkdtempSync(join(tmpdir(), "iter-job-"));
  const at = (name: string): string => join(folder, name);
  for (const name of ["output", "summary", "state"]) writeFileSync(at(name), "");
  writeFileSync(at("event.json"), JSON.stringify(job.payload));
  mkdirSync(at("workspace"));
  for (const [path, text] of Object.entries(job.files ?? {})) {
    mkdirSync(dirname(join(at("workspace"), path)), { recursive: true });
    writeFileSync(join(at("workspace"), path), text);
  }
  const path = ".github/workflows/iter.yml";
  const told = (status: "in_progress" | "completed"): void => {
    github.state.jobs.set(workflowRun, { status, event: job.event, path });
  };
  told("in_progress");
  return {
    workflowRun,
    folder,
    environment: environmentOf(github, job, { folder, workflowRun }),
    states() {
      const pairs = Object.entries(readPairs(readFileSync(at("state"), "utf8")));
      return Object.fromEntries(pairs.map(([name, value]) => [`STATE_${name}`, value]));
    },
    over() {
      told("completed");
    },
  };
}

function environmentOf(
  github: LoopbackGithub,
  job: JobHere,
  { folder, workflowRun }: Pick<LaidJob, "folder" | "workflowRun">,
): Record<string, string> {
  const at = (name: string): string => join(folder, name);
  const inputs = { token: jobToken, simulate: "true", ...job.inputs };
  const named = Object.entries(inputs).map(([name, value]): [string, string] => [
    `INPUT_${name.toUpperCase()}`,
    value,
  ]);
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? "",
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: at("workspace"),
    GITHUB_OUTPUT: at("output"),
    GITHUB_STEP_SUMMARY: at("summary"),
    GITHUB_STATE: at("state"),
    GITHUB_EVENT_PATH: at("event.json"),
    GITHUB_EVENT_NAME: job.event,
    GITHUB_API_URL: github.url,
    GITHUB_REPOSITORY: "octo-org/hello-world",
    GITHUB_RUN_ID: String(workflowRun),
    GITHUB_RUN_ATTEMPT: String(job.attempt ?? 1),
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_SHA: headSha,
    GITHUB_WORKFLOW_REF: "octo-org/hello-world/.github/workflows/iter.yml@refs/heads/main",
    RUNNER_TEMP: at("temp"),
    ...Object.fromEntries(named),
    ...job.environment,
  };
}

/** Runs a job to its end. */
export async function playJob(github: LoopbackGithub, job: JobHere): Promise<JobDone> {
  const laid = layJob(github, job);
  const { folder, workflowRun, environment } = laid;
  const main = await inEnvironment(environment, runHere);
  job.beforeLast?.();
  const last = job.beforeLast === undefined ? "" : await playLast(laid);
  laid.over();
  const outputs = readPairs(readFileSync(join(folder, "output"), "utf8"));
  rmSync(folder, { recursive: true, force: true });
  const [exitCode, log] = [main.result, main.log + last];
  return { exitCode, log, outputs, workflowRun, payload: job.payload };
}

/** The last step has something to do only if the main one was cut off. */
async function playLast(laid: LaidJob): Promise<string> {
  const told = laid.states();
  if (told["STATE_told"] === "true" || told["STATE_door"] === undefined) return "";
  const close = (): Promise<void> => closeStoppedJob(process.env);
  return (await inEnvironment({ ...laid.environment, ...told }, close)).log;
}

/** A job that is lost ends as one that has a bug. */
async function runHere(): Promise<number> {
  try {
    return await runJob(process.env, () => Promise.resolve());
  } catch (fault) {
    process.stdout.write(String(fault instanceof Error ? fault.stack : fault));
    return 70;
  }
}

/** A payload of the packs, with changes. */
export function fixture(name: string, changes: object = {}): object {
  const folder = resolve(import.meta.dirname, "../cases/github/events");
  return { ...(JSON.parse(readFileSync(join(folder, name), "utf8")) as object), ...changes };
}

/** Lets somebody write a comment, and plays the job of it. */
export function playComment(
  github: LoopbackGithub,
  { login, body, thread = 42 }: { login: string; body: string; thread?: number },
  job: Partial<JobHere> = {},
): Promise<JobDone> {
  const { id, author } = github.comment(thread, login, body);
  const sender = { id: author.id, login, type: author.type ?? "User" };
  const comment = { id, body, user: sender };
  const payload = fixture("issue_comment.created.json", { comment, sender });
  return playJob(github, { ...job, event: "issue_comment", payload });
}

/** The process as a runner would have started it; what it says is kept. */
async function inEnvironment<Result>(
  environment: Readonly<Record<string, string>>,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly log: string }> {
  const before = process.env;
  const names = ["stdout", "stderr"] as const;
  const streams = names.map((name) => Object.getOwnPropertyDescriptor(process, name) ?? {});
  const said: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      said.push(String(chunk));
      done();
    },
  });
  process.env = { ...environment };
  for (const name of names)
    Object.defineProperty(process, name, { configurable: true, value: sink });
  try {
    const result = await work();
    return { result, log: said.join("") };
  } finally {
    process.env = before;
    for (const [index, name] of names.entries())
      Object.defineProperty(process, name, { configurable: true, ...streams[index] });
  }
}

/** What a step wrote with `name<<delimiter`. */
function readPairs(text: string): Record<string, string> {
  const pairs = text.matchAll(/^([^\n<]+)<<(ghadelimiter_\S+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...pairs].map(([, name = "", , value = ""]) => [name, value]));
}
