/** Failed attempts after which there was another one. Spec: flow §12.1. */
import { isFields, toText } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";

/** A failed attempt that was not the last. */
export interface RetryEvent {
  readonly step: number;
  readonly node_id: string;
  readonly operation: "llm" | "tool" | "retry_compensate";
  readonly failed_attempt: number;
  readonly reason: string;
}

/** All of them: by step, branch or item, attempt. */
export function readRetries(state: RunState, log: readonly RunEvent[]): RetryEvent[] {
  let step = 0;
  let round = 0;
  const found: Placed[] = [];
  for (const event of log) {
    const number = event.data?.["step"];
    if (event.type === "node_started" && event.branch_id === undefined) {
      if (typeof number === "number") step = number;
      round += 1;
    } else if (event.type === "step_finished") {
      const retry = readRetry(state, event, step);
      if (retry) found.push({ ...retry, round });
    }
  }
  return found
    .toSorted((a, b) => a.round - b.round || a.branch - b.branch || a.item - b.item)
    .map(({ retry }) => retry);
}

interface Placed {
  readonly retry: RetryEvent;
  readonly round: number;
  readonly branch: number;
  readonly item: number;
}

const form = /^(model|call|primary|item:(\d+)):(\d+)$/;

function readRetry(
  state: RunState,
  { branch_id: id = "", node_id: node = "", data = {} }: RunEvent,
  step: number,
): Omit<Placed, "round"> | undefined {
  const { error, more, step: name } = data;
  const branch = state.branches[id];
  const [, what = "", item = "0", attempt = "1"] = form.exec(toText(name ?? null)) ?? [];
  if (more !== true || what === "" || !isFields(error) || branch?.frame !== "") return undefined;
  const operation = what === "model" ? "llm" : what === "primary" ? "retry_compensate" : "tool";
  const order = branch.call === null ? 0 : (state.calls[branch.call]?.branches.indexOf(id) ?? 0);
  const retry: RetryEvent = {
    step,
    node_id: node,
    operation,
    failed_attempt: Number(attempt),
    reason: toText(error["message"] ?? null),
  };
  return { retry, branch: order, item: Number(item) };
}
