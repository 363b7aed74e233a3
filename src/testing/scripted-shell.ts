/** A shell that answers from a list. */
import type { ShellPort, ShellResult, ShellTask } from "#core/ports/shell.ts";
import { createScriptQueue } from "./script-queue.ts";
import type { Replies } from "./script-queue.ts";

/** How a program ends: what it prints, or more about it. */
export type ShellReply = string | Partial<ShellResult>;

/** A shell port that runs nothing and remembers its tasks. */
export interface ScriptedShell extends ShellPort {
  readonly tasks: readonly ShellTask[];
}

/**
 * Makes a shell that gives one reply a call.
 *
 * @example
 * const shell = createScriptedShell([{ exitCode: 1, stderr: "3 failed" }, "all passed"]);
 */
export function createScriptedShell(replies: Replies<ShellTask, ShellReply>): ScriptedShell {
  const queue = createScriptQueue("scripted shell", replies);

  function answer(task: ShellTask): ShellResult {
    const reply = queue.next(task);
    const ended = typeof reply === "string" ? { stdout: reply } : reply;
    return { exitCode: 0, signal: null, stdout: "", stderr: "", durationMs: 0, ...ended };
  }

  return {
    tasks: queue.calls,
    async run(task, { signal }) {
      signal.throwIfAborted();
      return Promise.resolve(answer(task));
    },
  };
}
