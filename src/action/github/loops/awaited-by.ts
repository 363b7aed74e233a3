/** What a run that waits for nobody waits for. Spec: github §13. */
import type { AwaitedChecks } from "#adapters/tools/github/index.ts";
import { isOpenGate } from "#core/run/state.ts";
import type { Interaction, RunState } from "#core/run/state.ts";
import { textAt } from "#src/github/payload.ts";

/** The checks for which a run waits, and where its log has that; null if it waits for none. */
export function awaitedBy(
  state: RunState,
): (AwaitedChecks & { readonly gate: Interaction }) | null {
  if (state.status !== "paused_waiting_human") return null;
  const gate = Object.values(state.interactions).find(
    (one) => one.source === "checks" && isOpenGate(one),
  );
  if (gate === undefined) return null;
  const wait = textAt(gate.questions, "wait") === "all" ? "all" : "required";
  return { gate, sha: textAt(gate.questions, "sha"), wait };
}
