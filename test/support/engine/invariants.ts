/** What must hold of every log. Spec: runtime §29. */
import { expect } from "vitest";
import { fold } from "#core/run/evolve/evolve.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";
import { plain } from "./graph.ts";

/** The state without what only the process knows. */
export function factsOf(state: RunState): unknown {
  return plain(Object.fromEntries(Object.entries(state).filter(([key]) => key !== "index")));
}

/** Checks a whole log and the state that a process had at its end. */
export function expectInvariants(log: readonly RunEvent[], state: RunState): void {
  expect(log.map((event) => event.seq)).toEqual(log.map((_, index) => index));
  expect(factsOf(fold(log))).toEqual(factsOf(state));
  expectSpent(log, state);
  expectClosed(log, state);
  expectOneWriter(log);
}

/** What was spent is the sum of what steps used. */
function expectSpent(log: readonly RunEvent[], state: RunState): void {
  let tokens = 0;
  for (const { type, data } of log) {
    const usage = data?.["usage"] as Record<string, number> | undefined;
    if (type === "step_finished" && usage) {
      tokens += (usage["input_tokens"] ?? 0) + (usage["output_tokens"] ?? 0);
    }
  }
  expect(state.spent.input_tokens + state.spent.output_tokens).toBe(tokens);
}

/** Every start has its end, unless its branch settled or the run can go on. */
function expectClosed(log: readonly RunEvent[], state: RunState): void {
  if (state.status !== "finished" && state.status !== "failed") return;
  const open = new Set<string>();
  for (const { type, branch_id: branch = "" } of log) {
    if (type === "branch_started") open.add(branch);
    if (type === "branch_finished") open.delete(branch);
  }
  expect([...open]).toEqual([]);
  const unfinished = Object.values(state.activations).filter(
    ({ status, branch }) =>
      (status === "started" || status === "waiting") && state.branches[branch]?.status === "live",
  );
  expect(unfinished.map(({ id }) => id)).toEqual([]);
}

/** One activation at a time changes the workspace. */
function expectOneWriter(log: readonly RunEvent[]): void {
  const writing = new Set<string>();
  for (const { type, activation_id: id = "", data, branch_id: branch = "" } of log) {
    if (type === "node_started" && data?.["mutating"] === true) {
      expect([...writing]).toEqual([]);
      writing.add(id);
    }
    if (type === "node_finished" || type === "node_failed") writing.delete(id);
    if (type === "run_resumed") writing.clear();
    if (type === "branch_finished") {
      for (const held of writing) if (held.startsWith(`${branch}/`)) writing.delete(held);
    }
  }
}
