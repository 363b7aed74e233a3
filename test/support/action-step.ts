/** Runs the Action as the runner does: inputs and files by environment variables, an event on disk. */
import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bundle, writeBundle } from "#src/scripts/bundle.ts";

/** The Action's two programs. */
export interface BuiltAction {
  readonly main: string;
  readonly post: string;
}

/**
 * Builds the Action from the sources as they are, once for all tests of a run; another test holds
 * `dist/` against the same build.
 */
export async function buildAction(): Promise<BuiltAction> {
  const shared = join(tmpdir(), "iter-action");
  if (!existsSync(shared)) await buildInto(shared);
  return { main: join(shared, "action/index.mjs"), post: join(shared, "action/post.mjs") };
}

/** Whole or not at all: tests of another worker may look for it meanwhile, or build it too. */
async function buildInto(place: string): Promise<void> {
  const folder = mkdtempSync(`${place}-`);
  writeBundle(await bundle(resolve(import.meta.dirname, "../..")), folder);
  try {
    renameSync(folder, place);
  } catch (fault) {
    if (!existsSync(place)) throw fault;
  }
}

/** What a step did. */
export interface Step {
  readonly exitCode: number;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly state: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** One step of a job. */
export interface Job {
  readonly inputs: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** The event's payload. */
  readonly event?: object;
  readonly program: string;
}

/** Runs one step in a folder of its own. */
export async function runStep({
  inputs,
  files = {},
  environment = {},
  event = { pull_request: { number: 7, title: "Add mean()" } },
  program,
}: Job): Promise<Step> {
  const folder = mkdtempSync(join(tmpdir(), "iter-step-"));
  const at = (name: string): string => join(folder, name);
  for (const name of ["output", "summary", "state"]) writeFileSync(at(name), "");
  writeFileSync(at("event.json"), JSON.stringify(event));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, "workspace", path, ".."), { recursive: true });
    writeFileSync(join(folder, "workspace", path), text);
  }
  mkdirSync(at("workspace"), { recursive: true });
  const named = Object.entries(inputs).map(([name, value]): [string, string] => [
    `INPUT_${name.toUpperCase()}`,
    value,
  ]);
  const { exitCode, log } = await execute(program, at("workspace"), {
    PATH: process.env["PATH"] ?? "",
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: at("workspace"),
    GITHUB_OUTPUT: at("output"),
    GITHUB_STEP_SUMMARY: at("summary"),
    GITHUB_STATE: at("state"),
    GITHUB_EVENT_PATH: at("event.json"),
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_REPOSITORY: "acme/demo",
    RUNNER_TEMP: at("temp"),
    ...Object.fromEntries(named),
    ...environment,
  });
  const read = (name: string): string => readFileSync(at(name), "utf8");
  return {
    exitCode,
    log,
    folder,
    summary: read("summary"),
    outputs: readPairs(read("output")),
    state: readPairs(read("state")),
  };
}

function execute(
  program: string,
  cwd: string,
  env: Record<string, string>,
): Promise<{ exitCode: number; log: string }> {
  return new Promise((done) => {
    const child = execFile(process.execPath, [program], { cwd, env }, (_error, stdout, stderr) => {
      done({ exitCode: child.exitCode ?? -1, log: stdout + stderr });
    });
  });
}

/** What a step wrote with `name<<delimiter`. */
export function readPairs(text: string): Record<string, string> {
  const pairs = text.matchAll(/^([^\n<]+)<<(ghadelimiter_\S+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...pairs].map(([, name = "", , value = ""]) => [name, value]));
}

/** A workflow with one judge, which approves or fails. */
export const workflow = `prompt ask:
  Pull request {{github.pr.number}} of {{github.repository}}: {{github.pr.title}} {{vars.rules}}

schema verdict:
  approved: bool
  summary: string

judge review:
  model: "anthropic/claude-sonnet-4-5"
  output: verdict
  user: ask

vars:
  rules: string = "none"

workflow pr:
  entry: review
  review -> done when approved
  review -> fail when not approved
`;

/** The same with a person instead of the judge. */
export const gate: string = workflow
  .replace("judge review", "human review")
  .replace(/ {2}model: .*\n/, "")
  .replace("  user: ask", "  instructions: ask");
