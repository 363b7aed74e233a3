/** When branches of a fork come together, and what happens then. Spec: runtime §10.3–§10.5, §10.8. */
import type { Await } from "#core/graph/graph.ts";
import type { NewEvent } from "#core/run/events.ts";
import type { BranchState, FailedBranch, ForkState, RunState } from "#core/run/state.ts";
import type { WorkGraph } from "../work-graph/work-graph.ts";
import { failedFor, failMeeting } from "./failing.ts";
import { groupsThatGoOn, parkedGroups, readGroup } from "./gathering.ts";
import type { Group } from "./gathering.ts";
import { createEvent, payload, placeIn } from "./place.ts";
import { describeMissing, missingRequired, requiredNames } from "./require.ts";
import { finishRun } from "./routing.ts";

/** What an open fork comes to. */
export interface ForkDecision {
  readonly record: readonly NewEvent[];
  /** Single branches that go on from their meeting points; the first of them to start says so of all. */
  readonly goOn: readonly string[];
}

const waits: ForkDecision = { record: [], goOn: [] };

/** Looks at an open fork after something changed in it. */
export function decideFork(work: WorkGraph, state: RunState, fork: ForkState): ForkDecision {
  if (fork.branches.length < fork.chosen.length) return waits;
  const meetings = work.meetings(fork.node, fork.chosen);
  if (fork.busy > 0 && meetings.shared.size === 0 && fork.going.length === 0) return waits;
  const [going] = fork.going;
  if (going) return gatherLeft(work, state, fork, readGroup(state, going));
  const groups = parkedGroups(state, fork);
  if (groups.length === 0) return decideEnd(work, state, fork);
  const [only] = groups;
  if (only && groups.length === 1 && fork.busy === 0 && meetings.common.has(only.node)) {
    return close(work, state, fork, only);
  }
  return goOn(work, state, fork, groupsThatGoOn(work, state, { fork, meetings, groups }));
}

/** All branches are settled and none is here: the fork ends its opener, or nobody is left. */
function decideEnd(work: WorkGraph, state: RunState, fork: ForkState): ForkDecision {
  const parent = state.branches[fork.parent];
  const branches = branchesOf(state, fork);
  if (!parent || branches.some((branch) => branch.status === "live")) return waits;
  if (branches.some((branch) => branch.status === "ended")) {
    if (parent.id === "") return record(finishRun(work, state, {}));
    const place = placeIn(work, parent, fork.node);
    return record([createEvent("branch_finished", place, { status: "ended", fork: fork.id })]);
  }
  const node = nearestOf(work, fork, branches) ?? fork.node;
  return record(
    failMeeting(work, state, fork, {
      node,
      message: `no branch came to \`${node}\`: all of them failed`,
      hint: describeFailures(failedIn(state, fork)),
    }),
  );
}

/** Everybody is at one common node: the token is the opener's from now on. */
function close(work: WorkGraph, state: RunState, fork: ForkState, group: Group): ForkDecision {
  const parent = state.branches[fork.parent];
  if (!parent) return waits;
  const { node, branches } = group;
  const parks = parksAt(work, state, parent, node);
  const refused = refuseMeeting(work, state, fork, { ...group, parks });
  if (refused) return refused;
  const arrived = branches
    .filter((branch) => branch.status === "live")
    .map((branch) =>
      createEvent("branch_finished", placeIn(work, branch, node), { status: "arrived", node }),
    );
  return record([
    ...arrived,
    createEvent(
      "join_ready",
      placeIn(work, parent, node),
      payload({
        ...describeMeeting(work, state, fork, group),
        gathering: false,
        parks: parks ? true : undefined,
      }),
    ),
  ]);
}

/**
 * Groups go on together, or none does: a meeting that cannot be as it demands fails the fork, however
 * many came to it and whoever goes on beside it.
 */
function goOn(
  work: WorkGraph,
  state: RunState,
  fork: ForkState,
  groups: readonly Group[],
): ForkDecision {
  for (const group of groups) {
    const refused = refuseMeeting(work, state, fork, { ...group, parks: false });
    if (refused) return refused;
  }
  const several = groups.find((group) => group.branches.length > 1);
  const released = groups
    .filter((group) => group !== several)
    .map((group) => group.branches.map((branch) => branch.id));
  if (several) return gather(work, state, fork, several, released);
  return { record: [], goOn: groups.flatMap((group) => group.branches.map(({ id }) => id)) };
}

/** Those that others have gone on beside, whose meeting was not judged then if the log is older. */
function gatherLeft(work: WorkGraph, state: RunState, fork: ForkState, group: Group): ForkDecision {
  const refused = refuseMeeting(work, state, fork, { ...group, parks: false });
  return refused ?? gather(work, state, fork, group);
}

/** Several branches go on as one: the first of them in source order. */
function gather(
  work: WorkGraph,
  state: RunState,
  fork: ForkState,
  group: Group,
  released: readonly (readonly string[])[] = [],
): ForkDecision {
  const [survivor, ...others] = group.branches;
  if (!survivor) return waits;
  const merged = others
    .filter((branch) => branch.status === "live")
    .map((branch) =>
      createEvent("branch_finished", placeIn(work, branch, group.node), {
        status: "merged",
        node: group.node,
      }),
    );
  return record([
    ...merged,
    createEvent(
      "join_ready",
      placeIn(work, survivor, group.node),
      payload({
        ...describeMeeting(work, state, fork, group),
        gathering: true,
        released: released.length === 0 ? undefined : released,
      }),
    ),
  ]);
}

/** Fails the fork if too few came, or somebody who is required did not. */
function refuseMeeting(
  work: WorkGraph,
  state: RunState,
  fork: ForkState,
  meeting: Group & { readonly parks: boolean },
): ForkDecision | undefined {
  const { node, branches } = meeting;
  const strategy = strategyOf(work, node);
  if (typeof strategy === "object" && branches.length < strategy.quorum) {
    const message = `\`${node}\` needs ${strategy.quorum} branches, but ${branches.length} came`;
    return record(
      failMeeting(work, state, fork, {
        node,
        message,
        hint: describeFailures(failedFor(work, state, fork, meeting)),
      }),
    );
  }
  const arrivals = branches.flatMap((branch) => branch.token?.arrivals ?? []);
  const missing = meeting.parks ? [] : missingRequired(work, state, node, arrivals);
  if (missing.length === 0) return undefined;
  return record(
    failMeeting(work, state, fork, {
      node,
      message: describeMissing(node, missing),
      hint: describeFailures(failedFor(work, state, fork, meeting)),
    }),
  );
}

function describeMeeting(
  work: WorkGraph,
  state: RunState,
  fork: ForkState,
  group: Group,
): Parameters<typeof payload>[0] {
  const { node, branches } = group;
  const strategy = strategyOf(work, node);
  return {
    fork: fork.id,
    strategy: typeof strategy === "object" ? "quorum" : strategy,
    required: requiredNames(work, node),
    branches: branches.map((branch) => branch.id),
    failed_branches: failedFor(work, state, fork, group).map((branch) => ({ ...branch })),
    ended_branches: branchesOf(state, fork)
      .filter((branch) => branch.status === "ended")
      .map((branch) => branch.id),
  };
}

function strategyOf(work: WorkGraph, node: string): Await {
  return work.nodes.get(node)?.await ?? "wait_all";
}

function branchesOf(state: RunState, fork: ForkState): BranchState[] {
  return fork.branches.flatMap((id) => state.branches[id] ?? []);
}

/** True if a node is a meeting point of the fork that a branch belongs to. */
function parksAt(work: WorkGraph, state: RunState, branch: BranchState, node: string): boolean {
  const fork = branch.fork === null ? undefined : state.forks[branch.fork];
  return fork !== undefined && work.meetings(fork.node, fork.chosen).isPoint(node);
}

/** The meeting that the branches of a fork were on their way to. */
function nearestOf(
  work: WorkGraph,
  fork: ForkState,
  branches: readonly BranchState[],
): string | undefined {
  const meetings = work.meetings(fork.node, fork.chosen);
  return branches.flatMap((branch) => meetings.nearest(branch.failure?.node ?? branch.first))[0];
}

function failedIn(state: RunState, fork: ForkState): FailedBranch[] {
  return branchesOf(state, fork).flatMap(({ id, failure }) =>
    failure
      ? [{ branch_id: id, node: failure.node ?? "", code: failure.code, error: failure.message }]
      : [],
  );
}

function describeFailures(failed: readonly FailedBranch[]): string {
  const list = failed.map(
    ({ branch_id, node, code, error }) =>
      `\`${branch_id}\` failed at \`${node}\` (${code}): ${error}`,
  );
  return list.length === 0 ? "no branch failed" : list.join("; ");
}

function record(events: readonly NewEvent[]): ForkDecision {
  return { record: events, goOn: [] };
}
