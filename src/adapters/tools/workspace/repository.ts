/** Asks git, without letting the repository's settings run anything. */
import type { Environment } from "#adapters/processes/environment.ts";
import { runGit } from "#adapters/processes/git.ts";
import type { ProgramResult } from "#adapters/processes/program.ts";
import { withTemporary } from "#adapters/processes/temporary.ts";
import { ToolFault } from "../define-tool.ts";

const timeoutMs = 60_000;

/** A question to git. */
export interface Question {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly input?: string;
  readonly signal: AbortSignal;
}

/** Git in a workspace. */
export interface Git {
  /** Standard output; anything but exit 0 or one of `exits` is a `ToolFault` with git's own words. */
  ask(question: Question, exits?: readonly number[]): Promise<string>;
  /** The same for what works without a repository too, such as listing files. */
  askAnywhere(question: Question, exits?: readonly number[]): Promise<string>;
}

/** Makes the port to git. */
export function createGit(env: Environment): Git {
  async function run(
    { args, cwd, input, signal }: Question,
    own: Readonly<Record<string, string>> = {},
  ): Promise<ProgramResult> {
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      return await runGit(env, {
        args,
        cwd,
        own,
        signal: AbortSignal.any([signal, limit]),
        ...(input === undefined ? {} : { input }),
      });
    } catch (error) {
      if (limit.aborted && !signal.aborted) {
        throw new ToolFault(`git ${args[0] ?? ""} took longer than ${timeoutMs / 1_000} s`);
      }
      throw error;
    }
  }

  function outputOf(result: ProgramResult, exits: readonly number[]): string {
    if (result.fault !== undefined) {
      throw new ToolFault(
        result.fault.code === "ENOENT" ? "git is not installed here" : result.fault.message,
      );
    }
    if (result.signal === null && [0, ...exits].includes(result.exitCode)) return result.stdout;
    throw new ToolFault(result.stderr.trim() || `git ended with ${result.exitCode}`);
  }

  return {
    ask: async (question, exits = []) => outputOf(await run(question), exits),
    async askAnywhere(question, exits = []) {
      const probe = await run({ ...question, args: ["rev-parse", "--is-inside-work-tree"] });
      if (probe.fault !== undefined || probe.stdout.trim() === "true") {
        return outputOf(await run(question), exits);
      }
      // An empty repository beside the folder: git then knows the rules of .gitignore there, too.
      return withTemporary({ name: "git" }, async (beside) => {
        outputOf(await run({ ...question, args: ["init", "--quiet", "--bare", beside] }), []);
        const around = { GIT_DIR: beside, GIT_WORK_TREE: question.cwd };
        return outputOf(await run(question, around), exits);
      });
    },
  };
}
