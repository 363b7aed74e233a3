/** Tables about a flow's run, for people and programs. Spec: flow §19. */
import type { Value } from "#core/graph/value.ts";
import { compareCodePoints } from "#core/text/unicode.ts";
import type { FlowResult } from "./result.ts";
import type { RetryEvent } from "./retries.ts";
import { replayTrace } from "./trace.ts";
import type { FlowTrace } from "./trace.ts";

/** One event of a run. */
export interface TimelineRow {
  readonly index: number;
  readonly step: number;
  readonly node_id: string;
  readonly event: string;
  /** The record as compact JSON, or the text of the failure. */
  readonly details: string | null;
}

/** The events of a run in their order. */
export function nodeTimeline({ events }: Pick<FlowResult, "events">): TimelineRow[] {
  return events.map(({ step, node_id, event, data, message }, index) => {
    const details = data === undefined ? (message ?? null) : JSON.stringify(data);
    return { index, step, node_id, event, details };
  });
}

/** How often a node tried again, and why. */
export interface RetrySummary {
  readonly node_id: string;
  readonly operation: RetryEvent["operation"];
  readonly retries: number;
  readonly reasons: readonly string[];
}

/** One row per node and operation. */
export function retryReasonSummary(retryEvents: readonly RetryEvent[]): RetrySummary[] {
  const groups = new Map<string, RetryEvent[]>();
  for (const event of retryEvents) {
    const key = JSON.stringify([event.node_id, event.operation]);
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  return [...groups.values()]
    .flatMap((group): RetrySummary[] => {
      const [first] = group;
      if (first === undefined) return [];
      const { node_id, operation } = first;
      const reasons = [...new Set(group.map(({ reason }) => reason))].sort(compareCodePoints);
      return [{ node_id, operation, retries: group.length, reasons }];
    })
    .toSorted(
      (a, b) =>
        compareCodePoints(a.node_id, b.node_id) || compareCodePoints(a.operation, b.operation),
    );
}

/** What the check of a trace says, in plain words. */
export interface TraceInspection {
  readonly valid: boolean;
  readonly total_events: number;
  readonly terminal_status: Value;
  readonly violations: readonly string[];
}

/** Checks a trace for people. */
export function inspectReplayTrace(trace: Pick<FlowTrace, "events">): TraceInspection {
  const report = replayTrace(trace);
  const total_events = trace.events.length;
  if (!("violations" in report)) {
    return { valid: true, total_events, terminal_status: report.terminal_status, violations: [] };
  }
  const terminal = trace.events.find(({ event }) => event === "terminal");
  return {
    valid: false,
    total_events,
    terminal_status: terminal?.status ?? null,
    violations: report.violations.map(({ code, message }) => `${code}: ${message}`),
  };
}
