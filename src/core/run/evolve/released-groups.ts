/** Lets go on what waited at meeting points. */
import type { Fields } from "#core/graph/value.ts";
import { isList } from "#core/graph/value.ts";
import { addPending } from "#core/run/index-of-run.ts";
import type { RunState } from "#core/run/state.ts";
import type { Draft } from "./draft.ts";
import { draftBranch, draftFork, textsOf } from "./draft.ts";

/**
 * Groups that go on from their meeting points together with the event's own: single branches do so
 * at once, others are remembered until their `join_ready`.
 */
export function releaseGroups(state: Draft<RunState>, data: Fields, seq: number): void {
  if (!isList(data["released"])) return;
  for (const group of data["released"].map(textsOf)) {
    const branch = draftBranch(state, group[0] ?? "");
    const fork = branch?.fork == null ? undefined : draftFork(state, branch.fork);
    if (!branch?.token || !fork) continue;
    if (group.length > 1) {
      fork.going.push(group);
    } else if (branch.token.parked) {
      branch.token = { ...branch.token, parked: false, since: seq };
      fork.busy++;
      addPending(state.index, branch.id);
    }
  }
}
