/** Runs the commands and scripts of tool nodes. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ShellPort, ShellResult, ShellTask } from "#core/ports/shell.ts";
import { RunFailure } from "#core/run/failure.ts";
import { selectEnvironment } from "#adapters/processes/environment.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import { runProgram } from "#adapters/processes/program.ts";
import type { ProgramResult } from "#adapters/processes/program.ts";
import { withTemporary } from "#adapters/processes/temporary.ts";

/** What a shell is made of. */
export interface ShellOptions {
  readonly env: Environment;
  /** The workspace, in which everything is run. */
  readonly cwd: string;
  /** Takes secrets out of a stream before it is cut. */
  readonly redact?: (text: string) => string;
}

/**
 * Makes a shell that runs programs in a process group of their own.
 *
 * @example
 * const shell = createShell({ env: process.env, cwd: process.cwd() });
 */
export function createShell(options: ShellOptions): ShellPort {
  return {
    async run(task, { signal }) {
      signal.throwIfAborted();
      if (task.script === undefined) {
        return start(
          { file: "/bin/sh", args: ["-c", task.command ?? ""] },
          { ...options, task, signal },
        );
      }
      const { language, text } = task.script;
      return withTemporary({ name: "script" }, async (folder) => {
        const { file, extension } = interpreters[language];
        const path = join(folder, `script${extension}`);
        await writeFile(path, text, { mode: 0o600 });
        return start({ file, args: [path] }, { ...options, task, signal });
      });
    },
  };
}

type Language = NonNullable<ShellTask["script"]>["language"];

interface Interpreter {
  readonly file: string;
  readonly extension: string;
}

const javaScript: Interpreter = { file: process.execPath, extension: ".js" };
const python: Interpreter = { file: "python3", extension: ".py" };

const interpreters: Readonly<Record<Language, Interpreter>> = {
  sh: { file: "/bin/sh", extension: ".sh" },
  bash: { file: "bash", extension: ".sh" },
  js: javaScript,
  node: javaScript,
  py: python,
  python,
  python3: python,
};

interface Circumstances extends ShellOptions {
  readonly task: ShellTask;
  readonly signal: AbortSignal;
}

async function start(
  program: { readonly file: string; readonly args: readonly string[] },
  around: Circumstances,
): Promise<ShellResult> {
  const { task, signal, cwd, redact } = around;
  const env = selectEnvironment(around.env, task.passEnv, task.env);
  const { fault, ...result } = await runProgram({ ...program, cwd, env }, { signal, redact });
  if (fault !== undefined) throw notStarted(program.file, around, fault);
  return result;
}

function notStarted(
  file: string,
  { task, cwd }: Circumstances,
  fault: NonNullable<ProgramResult["fault"]>,
): RunFailure {
  const { language } = task.script ?? {};
  const reasons: Readonly<Record<string, readonly [message: string, hint: string] | undefined>> = {
    ENOENT: existsSync(cwd)
      ? [
          `\`${file}\` is not installed`,
          `install it, or write the script in another \`language\` than \`${language ?? "sh"}\``,
        ]
      : [`the workspace ${cwd} does not exist`, "start the run in a folder that exists"],
    E2BIG: [
      "the values for the command are longer than the system allows",
      "hand less on, or have an earlier node write it to a file",
    ],
    EACCES: [`\`${file}\` may not be run`, "check its permissions and those of the workspace"],
  };
  const [message, hint] = reasons[fault.code] ?? [
    `the command could not be started: ${fault.message}`,
    "see the cause",
  ];
  return new RunFailure({
    code: "TOOL_FAILED",
    message,
    hint,
    retryable: false,
    cause: fault.message,
  });
}
