/**
 * Looks at a workspace whose agent settings come and go: what delegates find there instead of them is
 * nobody's change. Spec: github §11.2.
 */
import type { SnapshotId, Snapshots, WorkspacePort } from "#core/ports/workspace.ts";
import { isAgentSetting } from "#src/github/protected-paths.ts";

/** Whose settings are in the tree; nobody's while they are exchanged. */
export type Whose = "change" | "base" | "nobody";

/** The port; of two looks that found other settings, those don't count as changed. */
export function withSettledLooks(workspace: WorkspacePort, whose: () => Whose): WorkspacePort {
  return { open: (runId) => settle(workspace.open(runId), whose) };
}

function settle(snapshots: Snapshots, whose: () => Whose): Snapshots {
  const found = new Map<SnapshotId, Whose>();
  return {
    ...snapshots,
    async take(signal) {
      const before = whose();
      const taken = await snapshots.take(signal);
      found.set(taken, before === whose() ? before : "nobody");
      return taken;
    },
    async compare(before, after, signal) {
      const changes = await snapshots.compare(before, after, signal);
      const [one, other] = [found.get(before) ?? "change", found.get(after)];
      if (one === other && one !== "nobody") return changes;
      return changes.filter(({ path }) => !isAgentSetting(path));
    },
  };
}
