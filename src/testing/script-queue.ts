/** The replies of a scripted double, in order; a call that has none fails and says which one it is. */
import type { CallSite } from "#core/ports/model.ts";
import { RunFailure } from "#core/run/failure.ts";

/** One reply a call, in order; or a function that decides, which may fail as the real thing would. */
export type Replies<Call, Reply> =
  readonly (Reply | RunFailure)[] | ((call: Call, index: number) => Reply | RunFailure | undefined);

/** A script that is being played. */
export interface ScriptQueue<Call, Reply> {
  /** All calls so far. */
  readonly calls: readonly Call[];
  /** The reply to a call; throws it if it is a failure. */
  next(call: Call): Reply;
}

/** Starts playing a script for a double of this name. */
export function createScriptQueue<Call extends { readonly site: CallSite }, Reply>(
  name: string,
  replies: Replies<Call, Reply>,
): ScriptQueue<Call, Reply> {
  const calls: Call[] = [];
  return {
    calls,
    next(call) {
      const index = calls.push(call) - 1;
      const reply = typeof replies === "function" ? replies(call, index) : replies[index];
      if (reply instanceof RunFailure) throw reply;
      if (reply !== undefined) return reply;
      const { nodeId, step } = call.site;
      throw new RunFailure({
        code: "SCRIPT_EXHAUSTED",
        message: `call ${index + 1} of the ${name} (node \`${nodeId}\`, step \`${step}\`) is not in its script`,
        retryable: false,
      });
    },
  };
}
