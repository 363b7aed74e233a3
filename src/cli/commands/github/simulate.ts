/** `iter github simulate`: has the Action answer an event, against a GitHub on this machine. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runProgram } from "#adapters/processes/program.ts";
import { Refusal } from "#core/run/failure.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import { didYouMean } from "#core/text/suggest.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import type { Session } from "#src/cli/session.ts";
import { eventKey } from "#src/github/event-key.ts";
import { eventNameOf, eventNames, missingIn } from "#src/github/event-name.ts";
import { at, numberAt, textAt } from "#src/github/payload.ts";
import { explainReason, hasReason } from "#src/github/reasons.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import { actionProgram } from "./action-program.ts";
import { describeWrites } from "./describe-write.ts";
import { readJobInputs } from "./job-inputs.ts";
import type { JobInputs } from "./job-inputs.ts";
import { playedToken, readPlayedState, toSetup } from "./played.ts";
import { readFileIfThere } from "./repository.ts";

interface Flags {
  readonly event?: string;
  readonly config?: string;
  readonly state?: string;
}

/** The command. */
export const simulate: CommandModule = {
  declare(command, act) {
    command
      .argument("<event>", "the event's payload as JSON, as GitHub sends it")
      .option("--event <name>", "the event's name, where the payload's shape doesn't tell")
      .option("--config <file>", "the configuration; `.github/iter.yml` if left out")
      .option("--state <file>", "people and their levels, teams, threads and comments, as YAML");
    act(async (session, [file = ""]) => {
      const flags = command.opts<Flags>();
      const played = await play(session, readEvent(session, file, flags), flags);
      session.output.document({ version: 1, ...played });
      tell(session, played);
      return played.exit_code === 0 ? exitCodes.done : exitCodes.failed;
    });
  },
};

interface GivenEvent {
  readonly name: string;
  readonly payload: Fields;
}

/** What became of the event. */
interface Played {
  readonly event: string;
  readonly event_key: string;
  /** The job whose inputs were taken, and those that only GitHub knows. */
  readonly job: string | null;
  readonly inputs_left_out: readonly string[];
  readonly exit_code: number;
  readonly outputs: Readonly<Record<string, string>>;
  /** Writes in their order, in words. */
  readonly effects: readonly string[];
  readonly comments: readonly { readonly thread: number; readonly body: string }[];
  readonly checks: readonly Fields[];
  readonly log: string;
}

function readEvent({ host }: Session, file: string, { event }: Flags): GivenEvent {
  const payload = readJson(resolve(host.cwd(), file), file);
  const name = event ?? eventNameOf(payload);
  if (name === null)
    throw new Refusal("INPUT_INVALID", `The shape of \`${file}\` fits no event.`, {
      hint: "name it: `--event issue_comment`",
    });
  if (!eventNames.includes(name))
    throw new Refusal("INPUT_INVALID", `There is no event \`${name}\`.`, {
      hint: didYouMean(name, eventNames, `there are ${eventNames.join(", ")}`),
    });
  const [lacking] = missingIn(name, payload);
  if (lacking === undefined) return { name, payload };
  throw new Refusal(
    "INPUT_INVALID",
    `\`${file}\` is no whole \`${name}\`: it lacks \`${lacking}\`.`,
    {
      hint: "take the payload of a real event: a job finds it at `$GITHUB_EVENT_PATH`",
    },
  );
}

function readJson(path: string, named: string): Fields {
  try {
    const value = JSON.parse(readFileSync(path, "utf8")) as Value;
    if (isFields(value)) return value;
  } catch (cause) {
    throw new Refusal("INPUT_INVALID", `\`${named}\` can't be read as JSON.`, {
      hint: "name a file with the payload of an event",
      cause,
    });
  }
  throw new Refusal("INPUT_INVALID", `\`${named}\` is no payload: it holds no object.`, {
    hint: "name a file with the payload of an event",
  });
}

async function play(session: Session, given: GivenEvent, flags: Flags): Promise<Played> {
  const root = session.host.cwd();
  const named = flags.state;
  const text = named === undefined ? "" : readFileIfThere(resolve(root, named));
  if (text === null)
    throw new Refusal("INPUT_INVALID", `There is no file \`${named ?? ""}\`.`, {
      hint: "name a state file, or leave `--state` out",
    });
  const state = readPlayedState(named ?? "the state", text);
  const { config } = flags;
  const own = config === undefined ? null : readFileIfThere(resolve(root, config));
  if (config !== undefined && own === null)
    throw new Refusal("INPUT_INVALID", `There is no file \`${config}\`.`, {
      hint: "name a configuration, or leave `--config` out",
    });
  const setup = toSetup(given.payload, state, filesOf(root, own));
  await using github = await startGithub(setup);
  for (const { thread, author, body } of state.comments) github.comment(thread, author, body);
  const before = github.state.comments.size;
  const payload = withComment(github, given.payload);
  const wroteIt = github.state.comments.size - before;
  const inputs = readJobInputs(root, given.name);
  const done = await runAction(session, { github, name: given.name, payload, inputs });
  const written = [...github.state.comments.values()].slice(before + wroteIt);
  return {
    event: given.name,
    event_key: eventKey(given.name, given.payload, { run_id: 1 }),
    job: inputs.from,
    inputs_left_out: inputs.unknown,
    ...done,
    effects: describeWrites(github.writes),
    comments: written.map(({ thread, body }) => ({ thread, body })),
    checks: [...github.state.checks.values()].map(({ fields }) => fields),
  };
}

/** The event's comment stands on its thread, where the Action reads it again. */
function withComment(github: LoopbackGithub, payload: Fields): Fields {
  const comment = at(payload, "comment");
  const thread =
    numberAt(payload, "issue", "number") ?? numberAt(payload, "pull_request", "number");
  if (!isFields(comment) || thread === null) return payload;
  const { id } = github.comment(thread, textAt(comment, "user", "login"), textAt(comment, "body"));
  return { ...payload, comment: { ...comment, id } };
}

/** What the trusted branch would have: the configuration, and the workflows beside it. */
function filesOf(root: string, config: string | null): Readonly<Record<string, string>> {
  const found = new Map<string, string>();
  const folder = join(root, ".github");
  for (const name of isFolder(folder) ? readdirSync(folder, { recursive: true }) : []) {
    const path = join(folder, String(name));
    if (statSync(path).isFile())
      found.set(`.github/${String(name).replaceAll("\\", "/")}`, readFileSync(path, "utf8"));
  }
  if (config !== null) found.set(".github/iter.yml", config);
  return Object.fromEntries(found);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

async function runAction(
  { env, host }: Session,
  played: {
    readonly github: LoopbackGithub;
    readonly name: string;
    readonly payload: Fields;
    readonly inputs: JobInputs;
  },
): Promise<Pick<Played, "exit_code" | "outputs" | "log">> {
  const { github, name, payload, inputs } = played;
  const folder = mkdtempSync(join(tmpdir(), "iter-simulate-"));
  const file = (of: string, text = ""): string => {
    writeFileSync(join(folder, of), text);
    return join(folder, of);
  };
  const { owner, name: repository } = github.state.setup.repository;
  const outputs = file("outputs");
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
          GITHUB_RUN_ID: "1",
          GITHUB_SERVER_URL: "https://github.com",
          GITHUB_SHA: textAt(payload, "pull_request", "head", "sha") || "main",
          GITHUB_STATE: file("state"),
          GITHUB_STEP_SUMMARY: file("summary"),
          GITHUB_WORKSPACE: host.cwd(),
          ...toVariables(inputs.given),
          INPUT_SIMULATE: "true",
          INPUT_TOKEN: playedToken,
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
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Inputs as the runner hands them to a step. */
function toVariables(inputs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]),
  );
}

/** What a step wrote, each name with a delimiter of its own. */
function readOutputs(text: string): Readonly<Record<string, string>> {
  const pairs = text.matchAll(/^([^\n<]+)<<(\S+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...pairs].map(([, name = "", , value = ""]) => [name, value]));
}

function tell({ output }: Session, played: Played): void {
  const { outputs, effects, comments, checks } = played;
  const row = (name: string, text: string): void => {
    if (text !== "") output.print(`${name.padEnd(12)} ${text}`);
  };
  row("event", played.event);
  row("event-key", played.event_key);
  row("job", played.job ?? "none that starts Iter on this event: played as one without inputs");
  row("left out", played.inputs_left_out.join(", "));
  for (const name of ["mode", "decision", "reason-code"]) row(name, outputs[name] ?? "");
  const reason = outputs["reason-code"] ?? "";
  if (hasReason(reason)) row("", explainReason(reason));
  for (const name of ["status", "run-id", "gate-id"]) row(name, outputs[name] ?? "");
  effects.forEach((effect, index) => {
    row(index === 0 ? "writes" : "", effect);
  });
  for (const check of checks)
    row("check", `${textAt(check, "name")}: ${textAt(check, "conclusion") || "running"}`);
  for (const { thread, body } of comments)
    output.print(`\ncomment on #${thread}:\n${withoutMarkers(body)}`);
  if (played.exit_code !== 0 || output.level === "debug") output.note(played.log);
}

/** Markers are invisible on GitHub. */
function withoutMarkers(body: string): string {
  return body.replaceAll(/^<!-- iter:.*-->\n/gm, "");
}
