/** Which commit an answer to a gate is for. Spec: github §5, §6.1. */
import type { RunEvent } from "#core/run/events.ts";
import type { Interaction, RunState } from "#core/run/state.ts";
import { at, textAt } from "#src/github/payload.ts";

/** A run, as far as it is looked at. */
export interface BoundRun {
  readonly headSha: string | null;
  readonly state: Pick<RunState, "start">;
  readonly events: readonly RunEvent[];
}

/** The commit of the run when it asked: where it began, or what it had pushed to the same branch since. */
export function boundCommit(
  { headSha, state, events }: BoundRun,
  { id }: Interaction,
): string | null {
  const branch = textAt(state.start?.github ?? null, "pr", "head_ref");
  let commit = headSha;
  for (const { type, data = null } of events) {
    if (type === "human_input_requested" && at(data, "interaction_id") === id) break;
    if (type === "run_resumed") commit = textAt(data, "workplace", "head_sha") || commit;
    if (type !== "effect_done" || at(data, "kind") !== "commit") continue;
    const receipt = at(data, "receipt");
    if (branch !== "" && textAt(receipt, "branch") === branch)
      commit = textAt(receipt, "sha") || commit;
  }
  return commit;
}
