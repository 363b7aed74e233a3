/** Who may be answered now. Spec: runtime §16.2, §10.6 (4). */
import type { Interaction, RunState } from "#core/run/state.ts";

/** The gates that are open in live branches, in the order in which they opened. */
export function openGates(state: RunState): Interaction[] {
  return [...state.index.gates]
    .flatMap((id) => state.interactions[id] ?? [])
    .filter((gate) => state.branches[gate.branchId]?.status === "live");
}
