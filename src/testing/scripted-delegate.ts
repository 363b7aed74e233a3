/** A delegate that answers from a list. */
import type { DelegatePort, DelegateResult, DelegateTask } from "#core/ports/delegate.ts";
import { noUsage } from "#core/run/failure.ts";
import { createScriptQueue } from "./script-queue.ts";
import type { Replies } from "./script-queue.ts";

/** An answer: its text, or more about it. */
export type DelegateReply = string | Partial<DelegateResult>;

/** A delegate port that starts no program and remembers its tasks. */
export interface ScriptedDelegate extends DelegatePort {
  readonly tasks: readonly DelegateTask[];
}

/**
 * Makes a delegate that gives one reply a call.
 *
 * @example
 * const delegates = createScriptedDelegate([{ structured: { files: ["a.ts"] } }]);
 */
export function createScriptedDelegate(
  replies: Replies<DelegateTask, DelegateReply>,
): ScriptedDelegate {
  const queue = createScriptQueue("scripted delegate", replies);

  function answer(task: DelegateTask): DelegateResult {
    const reply = queue.next(task);
    const { structured, ...said } = typeof reply === "string" ? { text: reply } : reply;
    return {
      text: structured === undefined ? "" : JSON.stringify(structured),
      structured,
      question: undefined,
      sessionId: `session-of-${task.site.activationId}`,
      model: task.model,
      usage: noUsage,
      ...said,
    };
  }

  return {
    tasks: queue.calls,
    async execute(task, { signal }) {
      signal.throwIfAborted();
      return Promise.resolve(answer(task));
    },
    check: () => undefined,
  };
}
