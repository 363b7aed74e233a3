/** Delegates: coding agents that are run as programs. This version can only simulate them. */
import type { DelegatePort } from "#core/ports/delegate.ts";
import { RunFailure } from "#core/run/failure.ts";

/**
 * Makes the port through which a run starts delegates; it refuses all of them before a run exists.
 *
 * @example
 * createDelegates().check("codex")?.hint;
 */
export function createDelegates(): DelegatePort {
  return {
    check: refuse,
    execute: ({ backend }) =>
      Promise.reject(
        new RunFailure({ code: "EXECUTION_FAILED", retryable: false, ...refuse(backend) }),
      ),
  };
}

function refuse(backend: string): { readonly message: string; readonly hint: string } {
  return {
    message: `the delegate \`${backend}\` cannot be run by this version of Iter`,
    hint: "give the node a `model` (and `delegate: none`), or try the workflow out with `--simulate`",
  };
}
