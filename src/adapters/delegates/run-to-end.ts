/** Runs a delegate's program to its end, reading its events as they come. */
import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Readable } from "node:stream";
import { cutDepth, tooDeep } from "#core/graph/depth.ts";
import { parseFields } from "#core/graph/value.ts";
import type { Fields } from "#core/graph/value.ts";
import type { Failure } from "#core/run/failure.ts";
import { RunFailure } from "#core/run/failure.ts";
import { selectEnvironment } from "#adapters/processes/environment.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import { runProgram } from "#adapters/processes/program.ts";
import type { Call, DelegateProgram, EventReader, Exit, Sign, Tell } from "./program.ts";
import { readPatience, watch } from "./watchdog.ts";

/** What is run, and who is told. */
export interface Order {
  readonly program: DelegateProgram;
  readonly file: string;
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** Aborted when the program has done what it was called for, and doesn't end by itself. */
  readonly over?: AbortSignal | undefined;
  readonly onEvent: Tell;
  /** Takes secrets out of what it complains of. */
  readonly redact?: ((text: string) => string) | undefined;
}

/** So many bytes of each stream are kept for failures; events are read as they come. */
const keptBytes = 64 * 1024;

/**
 * Runs the program.
 *
 * It is ended when it says nothing any more, and when an event says that there is no use in it.
 */
export async function runToEnd(
  { program, file, env, signal, over, onEvent, redact = (text) => text }: Order,
  call: Call,
  reader: EventReader,
): Promise<{ readonly exit: Exit; readonly bytes: number }> {
  const { args, env: own, input = call.task.prompt } = await program.prepare(call);
  const temporary = join(call.home, "tmp");
  await mkdir(temporary);
  const watchdog = watch(program, readPatience(env));
  const hopeless = new AbortController();
  let bytes = 0;

  function readLine(line: string): void {
    bytes += line.length;
    const written = parseFields(line);
    if (written === undefined) return;
    const event = cutDepth(written);
    onEvent("delegate_event", { event });
    // What was cut may be its answer; the rest says what it cost.
    const sign = event === written ? reader.read(event) : readCut(event);
    if (sign === "alive") watchdog.alive();
    else if (sign === "stuck") watchdog.stuck();
    else hopeless.abort(new RunFailure(sign.failure));
  }

  function readCut(event: Fields): Sign {
    reader.read(event);
    return { failure: nestsTooDeep(program) };
  }

  try {
    const { fault, ...exit } = await runProgram(
      {
        file,
        args,
        cwd: call.cwd,
        env: {
          ...selectEnvironment(env, namesFor(program, call), { ...own, TMPDIR: temporary }),
          ...stepOf(call, env),
        },
        input,
        limit: keptBytes,
        // It names its home to all that it starts, and its shells leave the group.
        mark: basename(call.home),
      },
      {
        signal: AbortSignal.any([
          ...[signal, watchdog.signal, hopeless.signal],
          ...(over === undefined ? [] : [over]),
        ]),
        redact,
        onStart: ({ stdout }) => splitLines(stdout, readLine),
      },
    );
    if (fault !== undefined) throw notStarted(program, fault.message);
    return { exit: { ...exit, stderr: redact(exit.stderr) }, bytes };
  } catch (error) {
    const ended = over?.aborted === true && error === over.reason;
    if (!ended) throw error;
    return { exit: { exitCode: 0, signal: "SIGTERM", stderr: "" }, bytes };
  } finally {
    watchdog.stop();
  }
}

/** Its own variables, what the node hands to it, and what its servers are to be given. */
function namesFor({ variables }: DelegateProgram, { task, servers }: Call): readonly string[] {
  return [...variables, ...task.env, ...servers.flatMap((server) => server.env)];
}

/** A proxy has no way to the tool with which the program asks. */
function stepOf({ task, askUrl }: Call, env: Environment): Readonly<Record<string, string>> {
  const step = { ITER_STEP_ID: task.site.key };
  if (askUrl === null) return step;
  const list = [env["NO_PROXY"] ?? env["no_proxy"] ?? "", "127.0.0.1"].filter(
    (part) => part !== "",
  );
  return { ...step, NO_PROXY: list.join(","), no_proxy: list.join(",") };
}

/** Calls back with every line; the last one needs no end. */
function splitLines(stream: Readable | null, onLine: (line: string) => void): void {
  const decoder = new TextDecoder();
  let rest = "";
  stream?.on("data", (chunk: Buffer) => {
    const [first = "", ...others] = decoder.decode(chunk, { stream: true }).split("\n");
    rest += first;
    for (const line of others) {
      onLine(rest);
      rest = line;
    }
  });
  stream?.on("end", () => {
    if (rest !== "") onLine(rest);
  });
}

function nestsTooDeep({ file }: DelegateProgram): Failure {
  return {
    code: "EXECUTION_FAILED",
    message: `an event of \`${file}\` ${tooDeep}`,
    hint: "a resume calls it again; ask it for a flatter value",
    retryable: false,
  };
}

function notStarted({ file, packageName }: DelegateProgram, cause: string): RunFailure {
  return new RunFailure({
    code: "EXECUTION_FAILED",
    message: `\`${file}\` could not be started`,
    hint: `install it again: \`npm install -g ${packageName}\``,
    retryable: false,
    cause,
  });
}
