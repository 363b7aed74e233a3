/**
 * The command line, but for the process that it runs in.
 *
 * This is the one place where refusals and bugs are caught: whatever a command throws becomes one
 * clear message, one exit code and, with `--json`, one document.
 */
import { Refusal } from "#core/run/failure.ts";
import { createRedactor, secretValues } from "#core/run/redact.ts";
import { asksForJson, readArguments } from "./arguments.ts";
import type { GlobalFlags, Request } from "./arguments.ts";
import { commands } from "./commands/index.ts";
import { withEnvFile } from "./env-file.ts";
import { exitCodeOfRefusal, exitCodes } from "./exit-codes.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Host, StreamName } from "./host.ts";
import { createOutput, logLevels, wantsColor } from "./output.ts";
import type { LogLevel } from "./output.ts";
import { sayBug, sayRefusal } from "./refusals.ts";
import type { Session } from "./session.ts";
import { descriptorSink, streamSink } from "./sink.ts";

export { exitCodes };

/** What `--json` says if there is nothing to do, besides the help. */
const noCommand = {
  error: "There is no command.",
  code: "INPUT_INVALID",
  hint: "`iter --help` lists the commands",
} as const;

/** The descriptors of a process's standard streams. */
type Descriptors = Readonly<Record<StreamName, number>>;

/**
 * Runs the command that the words ask for; the promise never fails.
 *
 * With descriptors, the streams of the host are opened only if they are more than pipes or files.
 */
export async function main(
  words: readonly string[],
  host: Host,
  descriptors?: Descriptors,
): Promise<ExitCode> {
  const sessionOf = (env: Session["env"], flags: GlobalFlags): Session =>
    openSession({ host, descriptors, words }, env, flags);
  let session: Session | undefined;
  let code: ExitCode;
  try {
    const request = await readArguments(words, commands);
    if (request.kind === "help") {
      session = sessionOf(host.env, { color: true });
      code = sayHelp(session, request);
    } else {
      session = sessionOf(withEnvFile(host.env, host.cwd(), request.flags.envFile), request.flags);
      code = await request.work(session, request.args);
    }
  } catch (error) {
    session ??= sessionOf(host.env, { color: true });
    code = report(session, error);
  }
  const isOut = await session.output.close();
  return isOut || code !== exitCodes.done ? code : exitCodes.failed;
}

function sayHelp(
  { output }: Session,
  { text, asked }: Extract<Request, { kind: "help" }>,
): ExitCode {
  output.print(text.trimEnd());
  output.document({ ...(asked ? {} : noCommand), help: text });
  return asked ? exitCodes.done : exitCodes.refused;
}

/** How the program was started. */
interface Start {
  readonly host: Host;
  readonly descriptors: Descriptors | undefined;
  readonly words: readonly string[];
}

function openSession(
  { host, descriptors, words }: Start,
  env: Session["env"],
  flags: GlobalFlags,
): Session {
  const redactor = createRedactor({ values: secretValues(env) });
  const output = createOutput({
    open: (name) =>
      descriptors === undefined
        ? streamSink(host[name])
        : descriptorSink(descriptors[name], () => host[name]),
    json: asksForJson(words),
    color: flags.color && wantsColor(env),
    level: flags.logLevel ?? readLevel(env["ITER_LOG_LEVEL"]),
    redactor,
  });
  return { host, env, output, redactor, uses: {}, known: {} };
}

function readLevel(text: string | undefined): LogLevel {
  return logLevels.find((level) => level === text?.toLowerCase()) ?? "info";
}

function report(session: Session, error: unknown): ExitCode {
  if (!(error instanceof Refusal) || error.code === "INTERNAL") {
    sayBug(session, error);
    return exitCodes.bug;
  }
  const code = exitCodeOfRefusal(error.code);
  sayRefusal(session, error, code);
  return code;
}
