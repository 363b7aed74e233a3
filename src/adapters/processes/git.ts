/** Runs git without letting the settings of a repository run anything else. */
import { selectEnvironment } from "./environment.ts";
import type { Environment } from "./environment.ts";
import { runProgram } from "./program.ts";
import type { ProgramResult } from "./program.ts";

/** One call of git. */
export interface GitCall {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly input?: string;
  readonly signal: AbortSignal;
  /** Variables besides the allowed ones, such as `GIT_DIR`. */
  readonly own?: Readonly<Record<string, string>>;
  /** Bytes of each stream that are kept. */
  readonly limit?: number;
  /** Takes secrets out of a stream before it is cut. */
  readonly redact?: ((text: string) => string) | undefined;
}

/** No pager, no prompt, no hook, no monitor and no program named in the repository's settings. */
const calm = [
  "--no-pager",
  ...["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false"],
];

const settings = { GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C.UTF-8" };

/**
 * Runs git to its end.
 *
 * @example
 * const { stdout } = await runGit(process.env, { args: ["status"], cwd, signal });
 */
export function runGit(
  env: Environment,
  { args, cwd, input, signal, own = {}, limit, redact }: GitCall,
): Promise<ProgramResult> {
  return runProgram(
    {
      file: "git",
      args: [...calm, ...args],
      cwd,
      env: selectEnvironment(env, [], { ...settings, ...own }),
      ...(input === undefined ? {} : { input }),
      ...(limit === undefined ? {} : { limit }),
    },
    { signal, redact },
  );
}
