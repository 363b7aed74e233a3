/** Which parked branches go on without waiting for the rest of their fork. Spec: runtime §10.4. */
import { reachable } from "#core/graph/traverse.ts";
import type { BranchState, ForkState, RunState } from "#core/run/state.ts";
import type { Meetings } from "../work-graph/meetings.ts";
import type { WorkGraph } from "../work-graph/work-graph.ts";

/** Branches at one meeting point, in source order. */
export interface Group {
  readonly node: string;
  readonly branches: readonly BranchState[];
}

/**
 * The groups of a fork's parked branches. Those that are recorded as arrived or merged already, but
 * whose `join_ready` is missing after a kill, belong to them.
 */
export function parkedGroups(state: RunState, fork: ForkState): Group[] {
  const groups = new Map<string, BranchState[]>();
  for (const id of fork.branches) {
    const branch = state.branches[id];
    if (!branch?.token?.parked || branch.status === "failed" || branch.status === "cancelled") {
      continue;
    }
    const group = groups.get(branch.token.node);
    if (group) group.push(branch);
    else groups.set(branch.token.node, [branch]);
  }
  return [...groups].map(([node, branches]) => ({ node, branches }));
}

/** A group that was said to go on. */
export function readGroup(state: RunState, ids: readonly string[]): Group {
  const branches = ids.flatMap((id) => state.branches[id] ?? []);
  return { node: branches[0]?.token?.node ?? "", branches };
}

/** The next group whose gathering is complete; or, when nobody works any more, those that go first. */
export function groupsThatGoOn(
  work: WorkGraph,
  state: RunState,
  open: {
    readonly fork: ForkState;
    readonly meetings: Meetings;
    readonly groups: readonly Group[];
  },
): readonly Group[] {
  const { fork, meetings, groups } = open;
  const unsettled = fork.branches
    .flatMap((id) => state.branches[id] ?? [])
    .filter((branch) => branch.status === "live");
  const complete = groups.find(
    (group) =>
      meetings.shared.has(group.node) &&
      !unsettled.some(
        (branch) =>
          !group.branches.includes(branch) && canCome(state, meetings, branch, group.node),
      ),
  );
  if (complete) return [complete];
  if (fork.busy > 0) return [];
  const first = groups.filter((group) => {
    const beyond = reachable(work.forward, [group.node]);
    return groups.some((other) => other !== group && beyond.has(other.node));
  });
  return first.length > 0 ? first : groups;
}

/** True if a branch may still come to a node, from wherever it or its inner branches stand. */
function canCome(
  state: RunState,
  meetings: Meetings,
  branch: BranchState,
  target: string,
): boolean {
  if (branch.token) {
    const { node, parked } = branch.token;
    if (node === target) return true;
    if (parked && meetings.common.has(node)) return false;
    return meetings.leadsTo(node, target);
  }
  const last = branch.activation ?? "";
  const inner = state.forks[last];
  if (!inner || inner.closed) {
    return meetings.leadsTo(state.activations[last]?.node ?? branch.first, target);
  }
  return inner.branches.some((id) => {
    const child = state.branches[id];
    return child?.status === "live" && canCome(state, meetings, child, target);
  });
}
