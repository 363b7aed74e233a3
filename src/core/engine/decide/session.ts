/** Which conversation an activation goes on with. Spec: runtime §17. */
import type { SessionStart } from "#core/kinds/kind.ts";
import type { Failure } from "#core/run/failure.ts";
import type { BranchState, SessionRef } from "#core/run/state.ts";

/** The session of an activation, or why it has none to go on with. */
export type SessionChoice = { readonly session: SessionRef } | { readonly failure: Failure };

/** Opens, continues or copies a conversation. */
export function chooseSession(
  wanted: SessionStart,
  branch: BranchState,
  activation: string,
): SessionChoice {
  const { mode, carrier } = wanted;
  const opened: SessionRef = {
    id: activation,
    parent: null,
    branch: branch.id,
    carrier,
    native: null,
  };
  const found = branch.session?.carrier === carrier ? branch.session : null;
  switch (mode) {
    case "fresh":
    case "artifacts_only":
      return { session: opened };
    case "inherit_if_available":
      return { session: found === null ? opened : goOnWith(found, opened) };
    case "inherit":
      return found === null ? unavailable(mode) : { session: goOnWith(found, opened) };
    case "fork":
      return found === null ? unavailable(mode) : { session: copyOf(found, opened) };
  }
}

/** Siblings never share a conversation: a branch goes on with a copy of what another one opened. */
function goOnWith(found: SessionRef, opened: SessionRef): SessionRef {
  return found.branch === opened.branch ? found : copyOf(found, opened);
}

function copyOf(found: SessionRef, opened: SessionRef): SessionRef {
  return { ...opened, parent: found.id, native: found.native };
}

function unavailable(mode: string): SessionChoice {
  return {
    failure: {
      code: "SESSION_UNAVAILABLE",
      message: `there is no conversation that \`session: ${mode}\` could go on with`,
      hint: "use `session: inherit_if_available` to begin a new one where there is none",
      retryable: false,
    },
  };
}
