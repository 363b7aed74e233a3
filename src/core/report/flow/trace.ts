/** The trace of a flow's run, and the check of its structure. Spec: flow §15. */
import type { TraceClock } from "#core/run/settings.ts";

/** One event of a trace. */
export interface TraceEvent {
  readonly seq: number;
  readonly timestamp_unix_ms: number;
  readonly event: "node_enter" | "node_exit" | "node_error" | "terminal";
  readonly node_id?: string;
  readonly message?: string;
  readonly status?: "completed" | "failed";
}

/** A trace; by its logical clock the events are counted from 0. */
export interface FlowTrace {
  readonly metadata: {
    readonly trace_id: string;
    readonly workflow_name: string;
    readonly workflow_version: string;
    readonly started_at_unix_ms: number;
    /** Null while the run can go on by itself. */
    readonly finished_at_unix_ms: number | null;
  };
  readonly events: readonly TraceEvent[];
}

/** An event of a run as the trace sees it. */
export interface TraceStep extends Omit<TraceEvent, "seq" | "timestamp_unix_ms"> {
  /** When it happened, in milliseconds since 1970. */
  readonly at: number;
}

/** A break of the rules. */
export interface TraceViolation {
  readonly code:
    | "NonMonotonicSequence"
    | "MismatchedNodeLifecycle"
    | "MissingTerminalEvent"
    | "UnclosedNodeLifecycle";
  readonly message: string;
  readonly event_index: number | null;
}

/** What the check of a trace gives. */
export type ReplayReport =
  | { readonly total_events: number; readonly terminal_status: "completed" | "failed" }
  | { readonly violations: readonly TraceViolation[] };

/** What a trace is made of. */
export interface Traced {
  readonly name: string;
  readonly version: string;
  readonly clock: TraceClock;
  readonly steps: readonly TraceStep[];
}

/** A trace of what happened at the cursor. */
export function createTrace({ name, version, clock, steps }: Traced): FlowTrace {
  const isWall = clock === "wall";
  const last = steps.at(-1);
  const finished = isWall ? (last?.at ?? 0) : steps.length;
  return {
    metadata: {
      trace_id: `${name}-${version}-trace`,
      workflow_name: name,
      workflow_version: version,
      started_at_unix_ms: isWall ? (steps[0]?.at ?? 0) : 0,
      finished_at_unix_ms: last?.event === "terminal" ? finished : null,
    },
    events: steps.map(({ at, ...step }, seq) => ({
      seq,
      timestamp_unix_ms: isWall ? at : seq,
      ...step,
    })),
  };
}

/** Checks the order of a trace's events; nothing is run. */
export function replayTrace({ events }: Pick<FlowTrace, "events">): ReplayReport {
  const violations: TraceViolation[] = [];
  const open: string[] = [];
  let expected = 0;
  let status: "completed" | "failed" | undefined;
  for (const [at, event] of events.entries()) {
    if (event.seq !== expected) {
      violations.push(violate("NonMonotonicSequence", at, `seq is ${event.seq}, not ${expected}`));
    }
    expected = event.seq + 1;
    const { node_id: node = "" } = event;
    if (event.event === "node_enter") open.push(node);
    else if (event.event === "terminal") status = event.status ?? "failed";
    else {
      const entered = open.pop();
      if (entered !== node) violations.push(mismatch(at, node, entered));
    }
  }
  if (status === undefined) {
    violations.push(violate("MissingTerminalEvent", null, "there is no terminal event"));
  }
  if (open.length > 0) {
    const message = `${open.length} entered nodes are never left`;
    violations.push(violate("UnclosedNodeLifecycle", null, message));
  }
  if (violations.length > 0 || status === undefined) return { violations };
  return { total_events: events.length, terminal_status: status };
}

function mismatch(at: number, left: string, entered: string | undefined): TraceViolation {
  const instead = entered === undefined ? "no node was entered" : `\`${entered}\` was entered last`;
  return violate("MismatchedNodeLifecycle", at, `\`${left}\` is left, but ${instead}`);
}

function violate(code: TraceViolation["code"], at: number | null, message: string): TraceViolation {
  return { code, message, event_index: at };
}
