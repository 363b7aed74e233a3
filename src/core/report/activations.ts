/** The activations of a run: what went in and out of each, and what it took. */
import type { Value } from "../graph/value.ts";
import type { RunEvent } from "../run/events.ts";
import type { Usage } from "../run/failure.ts";
import type { ActivationState, RunState } from "../run/state.ts";
import type { NodeMark } from "./mermaid/mermaid.ts";
import { createWorkClock } from "./work-clock.ts";

/** One firing of one node in one branch. */
export interface ActivationView {
  readonly id: string;
  readonly node: string;
  readonly branch: string;
  readonly kind: string;
  readonly attempt: number;
  readonly status: ActivationState["status"];
  readonly input: Value;
  readonly output: Value;
  readonly usage: Usage;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** How long it was worked on, all attempts together. */
  readonly workedMs: number;
}

/** All activations in the order in which they first started. */
export function viewActivations(events: readonly RunEvent[], state: RunState): ActivationView[] {
  const startedAt = new Map<string, string>();
  const finishedAt = new Map<string, string>();
  const clock = createWorkClock();
  for (const event of events) {
    const { type, timestamp, activation_id: id } = event;
    clock.note(event);
    if (id === undefined) continue;
    if (!startedAt.has(id)) startedAt.set(id, timestamp);
    if (type === "node_finished" || type === "node_failed") finishedAt.set(id, timestamp);
    else if (type === "node_started") finishedAt.delete(id);
  }
  return Array.from(startedAt).flatMap(([id, started]) => {
    const activation = Object.hasOwn(state.activations, id) ? state.activations[id] : undefined;
    if (activation === undefined) return [];
    const finished = finishedAt.get(id) ?? null;
    const workedMs = clock.workedMs(id);
    return [viewActivation(activation, { startedAt: started, finishedAt: finished, workedMs })];
  });
}

function viewActivation(
  activation: ActivationState,
  times: Pick<ActivationView, "startedAt" | "finishedAt" | "workedMs">,
): ActivationView {
  const { id, node, branch, kind, attempt, status, input, output, usage } = activation;
  return { id, node, branch, kind, attempt, status, input, output, usage, ...times };
}

/** How far a run has come with each node that it visited: what its last activation says. */
export function markNodes(
  activations: readonly ActivationView[],
  running: boolean,
): Map<string, NodeMark> {
  return new Map(activations.map((activation) => [activation.node, markOf(activation, running)]));
}

/** How far a run has come with an activation; `running` if a process works on it. */
export function markOf({ status, kind }: ActivationView, running: boolean): NodeMark {
  if (status === "finished") return kind === "fail" ? "failed" : "done";
  if (status === "failed") return "failed";
  return status === "started" && running ? "running" : "waiting";
}
