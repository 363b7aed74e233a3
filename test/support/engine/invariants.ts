/** What must hold of every log. Spec: runtime §29. */
import { expect } from "vitest";
import { createState, evolve, fold } from "#core/run/evolve/evolve.ts";
import type { Reporter } from "#core/ports/reporter.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";
import { boundsBroken } from "./bounds.ts";

/** The state without what only the process knows, as text. */
export function factsOf(state: RunState): string {
  return JSON.stringify({ ...state, index: undefined });
}

/** Somebody who folds what was written, beside the process that writes it. */
export interface Shadow extends Reporter {
  /** Where both had different states for the first time. */
  differs(): string | undefined;
}

/** Follows a run from its log alone; both must have the same state at every event. */
export function createShadow(earlier: readonly RunEvent[] = []): Shadow {
  const shadow = createState();
  let found: string | undefined;
  for (const event of earlier) evolve(shadow, copy(event));
  return {
    on(event, state) {
      evolve(shadow, copy(event));
      if (found !== undefined || shadow.seq !== state.seq) return;
      if (factsOf(shadow) !== factsOf(state)) found = `after ${event.type} (${event.seq})`;
    },
    differs: () => found,
  };
}

/** Checks a whole log and the state that a process had at its end. */
export function expectInvariants(log: readonly RunEvent[], state: RunState): void {
  expect([...foldsOtherwise(log, state), ...brokenInvariants(log, state)]).toEqual([]);
}

/** Everything that is wrong with a whole log and the state that a process had at its end. */
export function brokenInvariants(log: readonly RunEvent[], state: RunState): string[] {
  return [
    ...gaps(log),
    ...spentBroken(log, state),
    ...doubled(log),
    ...outOfOrder(log),
    ...leftOpen(log, state),
    ...boundsBroken(log, state),
  ];
}

/** Whether a log gives the state that a process had at its end. */
export function foldsOtherwise(log: readonly RunEvent[], state: RunState): string[] {
  return factsOf(fold(log)) === factsOf(state) ? [] : ["the log folds to another state"];
}

function copy(event: RunEvent): RunEvent {
  return JSON.parse(JSON.stringify(event)) as RunEvent;
}

function gaps(log: readonly RunEvent[]): string[] {
  return log.flatMap(({ seq, timestamp }, index) => {
    const before = log[index - 1]?.timestamp ?? "";
    return [
      ...(seq === index ? [] : [`event ${index} has seq ${seq}`]),
      ...(timestamp >= before ? [] : [`event ${index} is earlier than the one before`]),
    ];
  });
}

/** What was spent is the sum of what steps used. */
function spentBroken(log: readonly RunEvent[], { spent }: RunState): string[] {
  let tokens = 0;
  let cost = 0;
  for (const { type, data } of log) {
    const usage = data?.["usage"] as Record<string, number> | undefined;
    if (type !== "step_finished" || !usage) continue;
    tokens += (usage["input_tokens"] ?? 0) + (usage["output_tokens"] ?? 0);
    cost += usage["cost_usd"] ?? 0;
  }
  const right =
    spent.input_tokens + spent.output_tokens === tokens && Math.abs(spent.cost_usd - cost) < 1e-9;
  return right ? [] : [`spent ${JSON.stringify(spent)}, but steps used ${tokens} and ${cost}`];
}

/** Facts that may be there once only, each by what makes it the same. */
function doubled(log: readonly RunEvent[]): string[] {
  const seen = new Set<string>();
  return log.flatMap((event) => {
    const key = factKey(event);
    if (key === undefined) return [];
    if (seen.has(key)) return [`twice: ${key}`];
    seen.add(key);
    return [];
  });
}

function factKey({ type, branch_id: branch = "", ...event }: RunEvent): string | undefined {
  const { activation_id: id = "", node_id: node = "", data = {} } = event;
  const of = (...parts: unknown[]): string =>
    `${type} ${parts.map((part) => JSON.stringify(part)).join(" ")}`;
  switch (type) {
    case "run_started":
    case "run_finished":
      return type;
    case "node_finished":
      return of(id);
    case "node_started":
      return of(id, data["attempt"]);
    case "step_finished":
      return of(id, data["step"], data["error"] === undefined ? "done" : data["attempt"]);
    case "step_started":
      return of(id, data["step"], data["attempt"]);
    case "artifact_written":
      return of(node, data["version"]);
    case "branch_started":
      return of(branch);
    case "edge_selected":
      return of(branch, id, data["from"]);
    case "join_ready":
      return of(branch, data["fork"], data["branches"]);
    case "human_input_requested":
      return of(data["interaction_id"]);
    case "human_answers_recorded":
      return of(data["interaction_id"], data["count"]);
    default:
      return undefined;
  }
}

/** Nothing happens before a branch or an activation begins, nor after it is over. */
function outOfOrder(log: readonly RunEvent[]): string[] {
  const settled = new Map<string, boolean>([["", false]]);
  const over = new Map<string, boolean>();
  const wrong: string[] = [];
  for (const { seq, type, branch_id: branch = "", activation_id: id = "", data } of log) {
    const at = `${type} (${seq})`;
    if (type === "run_resumed") {
      for (const back of (data?.["revived"] ?? []) as string[]) settled.set(back, false);
    }
    if (type === "branch_started") settled.set(branch, false);
    if (settled.get(branch) !== false) wrong.push(`${at} in a branch that is not live`);
    if (type === "branch_finished") settled.set(branch, true);
    if (type === "node_started") over.set(id, false);
    const inside =
      type.startsWith("step_") || type.startsWith("llm_") || type === "artifact_written";
    if (inside && over.get(id) !== false) wrong.push(`${at} outside of its activation`);
    if (type === "edge_selected" && over.get(id) !== true) wrong.push(`${at} of unfinished work`);
    if (type === "node_finished" || type === "node_failed") over.set(id, true);
  }
  return wrong;
}

/** Every start has its end, unless its branch settled, it was set aside, or the run can go on. */
function leftOpen(log: readonly RunEvent[], state: RunState): string[] {
  if (state.status !== "finished" && state.status !== "failed") return [];
  const open = new Set<string>();
  for (const { type, branch_id: branch = "" } of log) {
    if (type === "branch_started") open.add(branch);
    if (type === "branch_finished") open.delete(branch);
  }
  const unfinished = Object.values(state.activations).filter(
    ({ status, branch, setAside }) =>
      (status === "started" || status === "waiting") &&
      !setAside &&
      state.branches[branch]?.status === "live",
  );
  const last = log.at(-1)?.type;
  return [
    ...[...open].map((branch) => `the branch ${branch} is still open`),
    ...unfinished.map(({ id }) => `${id} was never finished`),
    ...(last === "run_finished" || last === "run_failed" ? [] : [`the log ends with ${last}`]),
  ];
}
