/** How many may work at once, as a log shows it. Spec: runtime §10.7, §12, §29.5. */
import { toText } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";

/** Who works and who has the workspace, after each event. */
interface AtWork {
  readonly places: Set<string>;
  readonly workspace: Map<string, string>;
}

/** Where more branches worked than may, or two had the workspace. */
export function boundsBroken(log: readonly RunEvent[], state: RunState): string[] {
  const most = state.limits.maxParallelBranches ?? Infinity;
  const atWork: AtWork = { places: new Set(), workspace: new Map() };
  const mutating = new Set(
    Object.values(state.activations).flatMap((activation) =>
      activation.mutating ? [activation.id] : [],
    ),
  );
  return log.flatMap((event) => {
    follow(atWork, event, mutating);
    const at = `${event.type} (${event.seq})`;
    return [
      ...(atWork.places.size > most ? [`${at}: ${[...atWork.places].join(", ")} work`] : []),
      ...(atWork.workspace.size > 1
        ? [`${at}: ${[...atWork.workspace.keys()].join(", ")} have the workspace`]
        : []),
    ];
  });
}

function follow({ places, workspace }: AtWork, event: RunEvent, mutating: Set<string>): void {
  const { type, branch_id: branch = "", activation_id: id = "", data = {} } = event;
  switch (type) {
    case "run_resumed":
      places.clear();
      workspace.clear();
      return;
    case "node_started":
    case "step_started":
      if (branch !== "") places.add(branch);
      if (mutating.has(id)) workspace.set(id, branch);
      return;
    case "branch_started":
      places.delete(toText(data["parent"] ?? ""));
      return;
    case "edge_selected":
      if (data["parks"] === true) places.delete(branch);
      return;
    case "human_input_requested":
      places.delete(branch);
      workspace.delete(id);
      return;
    case "branch_finished":
      places.delete(branch);
      for (const [held, by] of workspace) if (by === branch) workspace.delete(held);
      return;
    case "node_finished":
    case "node_failed":
      workspace.delete(id);
      return;
    default:
  }
}
