/** `iter github simulate`: has the Action answer an event, against a GitHub on this machine. */
import { dirname, relative, resolve } from "node:path";
import { Refusal } from "#core/run/failure.ts";
import type { Fields } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import type { CommandModule } from "#src/cli/command.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import type { Session } from "#src/cli/session.ts";
import { eventKey } from "#src/github/event-key.ts";
import { at, numberAt, textAt } from "#src/github/payload.ts";
import { explainReason, hasReason } from "#src/github/reasons.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import { describeWrites } from "./describe-write.ts";
import { furnish } from "./furnish.ts";
import { readEvent } from "./given-event.ts";
import type { GivenEvent } from "./given-event.ts";
import { readJobInputs } from "./job-inputs.ts";
import { assumedLevels } from "./people.ts";
import { playJob } from "./play-job.ts";
import { toSetup } from "./played.ts";
import { readFileIfThere } from "./repository.ts";
import { readPlayedState } from "./state-file.ts";
import { trustedFiles } from "./trusted-files.ts";

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
      .option(
        "--state <file>",
        "people and their levels, threads, and what has happened on them, as YAML",
      );
    act(async (session, [file = ""]) => {
      const flags = command.opts<Flags>();
      const played = await play(session, readEvent(session, file, flags.event), flags);
      session.output.document({ version: 1, ...played });
      tell(session, played);
      return played.exit_code === 0 ? exitCodes.done : exitCodes.failed;
    });
  },
};

/** What became of the event. */
interface Played {
  readonly event: string;
  readonly event_key: string;
  /** The job whose inputs were taken, and those that only GitHub knows. */
  readonly job: string | null;
  readonly inputs_left_out: readonly string[];
  /** Where GitHub would do otherwise, or may. */
  readonly as_if: readonly string[];
  /** What the token of the job may not write. */
  readonly lacks: readonly string[];
  /** Levels that neither the state says nor anybody else, by login. */
  readonly assumed: Readonly<Record<string, string>>;
  readonly exit_code: number;
  readonly outputs: Readonly<Record<string, string>>;
  /** Writes in their order, in words. */
  readonly effects: readonly string[];
  readonly comments: readonly { readonly thread: number; readonly body: string }[];
  readonly checks: readonly Fields[];
  readonly log: string;
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
  const folder = dirname(resolve(root, named ?? "the state"));
  const files = state.gates.map(({ event }) => relative(root, resolve(folder, event)));
  const earlier = state.gates.map(({ name }, index) =>
    saidOf(`${named ?? ""}: \`gates.${index}.event\``, () =>
      readEvent(session, files[index] ?? "", name),
    ),
  );
  const payloads = [...earlier, given].map(({ payload }) => payload);
  const setup = toSetup(payloads, state, trustedFiles(root, own));
  await using github = await startGithub(setup);
  furnish(github, state, folder);
  for (const [index, event] of earlier.entries())
    await openGate(session, {
      github,
      event,
      run: index + 1,
      file: files[index] ?? "",
    });
  const payload = withComment(github, given.payload);
  const before = new Map([...github.state.comments].map(([id, { body }]) => [id, body]));
  const wrote = github.writes.length;
  const inputs = readJobInputs(root, given);
  const run = earlier.length + 1;
  const done = await playJob(session, { github, name: given.name, payload, inputs, run });
  const written = [...github.state.comments.values()].filter(
    ({ id, body }) => before.get(id) !== body,
  );
  return {
    event: given.name,
    event_key: eventKey(given.name, given.payload, { run_id: run }),
    job: inputs.from,
    inputs_left_out: inputs.unknown,
    as_if: inputs.asIf,
    lacks: inputs.lacks,
    assumed: assumedLevels(setup.accounts, state),
    ...done,
    effects: describeWrites(github.writes.slice(wrote)),
    comments: written.map(({ thread, body }) => ({ thread, body })),
    checks: [...github.state.checks.values()].map(({ fields }) => fields),
  };
}

/** Says with a refusal who named what is refused. */
function saidOf<Result>(place: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    const { code, message, hint } = cause;
    throw new Refusal(code, `${place}: ${message}`, { ...(hint !== undefined && { hint }), cause });
  }
}

/** Plays what came before the event, until a run waits for an answer. */
async function openGate(
  session: Session,
  {
    github,
    event,
    run,
    file,
  }: {
    readonly github: LoopbackGithub;
    readonly event: GivenEvent;
    readonly run: number;
    readonly file: string;
  },
): Promise<void> {
  const payload = withComment(github, event.payload);
  const inputs = readJobInputs(session.host.cwd(), event);
  const { outputs, log } = await playJob(session, {
    github,
    name: event.name,
    payload,
    inputs,
    run,
  });
  if (outputs["status"] === "paused_waiting_human") return;
  session.output.note(log);
  throw new Refusal(
    "INPUT_INVALID",
    `\`${file}\` opens no gate: ${outputs["decision"] ?? ""}, ${outputs["reason-code"] ?? ""}, ${outputs["status"] ?? ""}.`,
    { hint: `see what becomes of it: \`iter github simulate ${file}\`` },
  );
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

function tell({ output }: Session, played: Played): void {
  const { outputs, effects, comments, checks } = played;
  const row = (name: string, text: string): void => {
    if (text !== "") output.print(`${name.padEnd(12)} ${text}`);
  };
  row("event", played.event);
  row("event-key", played.event_key);
  row("job", played.job ?? "none: played as one without inputs");
  for (const sentence of played.as_if) row("as if", `${sentence}; played as if it were started`);
  row("left out", played.inputs_left_out.join(", "));
  row("may not", played.lacks.map((name) => `${name}: write`).join(", "));
  for (const [login, level] of Object.entries(played.assumed))
    row("assumed", level === "none" ? `${login} may nothing` : `${login} may ${level}`);
  for (const name of ["mode", "decision", "reason-code"]) row(name, outputs[name] ?? "");
  const reason = outputs["reason-code"] ?? "";
  if (hasReason(reason)) row("", explainReason(reason));
  row("", Object.hasOwn(keysOfState, reason) ? `--state: ${keysOfState[reason] ?? ""}` : "");
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

/** What a state may lack, by what comes of it. */
const keysOfState: Readonly<Record<string, string>> = {
  environment_unprotected: "give `environments: { production: [monalisa] }`",
  no_pull_request: "give the pull request under `threads`, with `head` and `base`",
  review_comment_only: "give what was said under `reviews`",
};

/** Markers are invisible on GitHub. */
function withoutMarkers(body: string): string {
  return body.replaceAll(/^<!-- iter:.*-->\n/gm, "");
}
