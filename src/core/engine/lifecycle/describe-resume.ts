/** What `run_started` and `run_resumed` say of a process that takes a run in hand. */
import type { Fields } from "#core/graph/value.ts";
import type { RunWriter } from "#core/ports/store.ts";
import type { RunState } from "#core/run/state.ts";
import { payload } from "../decide/place.ts";
import type { World } from "../world.ts";
import type { GoBack } from "./go-back.ts";
import { restartNode, revivedBranches } from "./revive.ts";

/** Who writes, as events say it. */
export function describeWriter(world: World, writer: RunWriter): Record<string, string | number> {
  return { epoch: writer.epoch, pid: world.process.pid, host: world.process.host };
}

/** What a run was, what lives again, and where it goes back to. */
export function describeRevival(state: RunState, back: GoBack | undefined): Fields {
  const revived = revivedBranches(state, back?.branch);
  return payload({
    resumed_from: resumedFrom(state),
    restart_node: back?.node ?? restartNode(state, revived),
    revived: revived.length === 0 ? undefined : revived,
    from: back?.activation,
  });
}

function resumedFrom(state: RunState): string {
  switch (state.status) {
    case "paused_waiting_human":
      return "paused";
    case "cancelled":
      return "cancelled";
    case "running":
      return "interrupted";
    default:
      return "failed";
  }
}
