/** What happened at the cursor of a flow's run, node by node. Spec: flow §14, §15.2. */
import { isFields, toText } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { EventType, RunEvent } from "#core/run/events.ts";
import { toMilliseconds } from "#core/run/timestamp.ts";
import { cancelledAt, readError } from "./error.ts";
import type { FlowError } from "./error.ts";
import type { TraceStep } from "./trace.ts";

/** What one execution of a node was. */
export interface ExecutionRecord {
  readonly step: number;
  readonly node_id: string;
  readonly kind: string;
  readonly next?: string;
  readonly [field: string]: Value | undefined;
}

/** An event at the cursor. */
export interface FlowEvent {
  readonly step: number;
  readonly node_id: string;
  readonly event: "node_started" | "node_completed" | "node_failed";
  readonly data?: Fields;
  readonly message?: string;
}

/** The story of a run. */
export interface FlowHistory {
  readonly events: readonly FlowEvent[];
  readonly executions: readonly ExecutionRecord[];
  readonly trace: readonly TraceStep[];
  readonly error: FlowError | null;
}

/** Reads the story from a log. */
export function readHistory(log: readonly RunEvent[]): FlowHistory {
  const story: Story = {
    events: [],
    executions: [],
    trace: [],
    error: null,
    open: null,
    cut: null,
    now: 0,
  };
  for (const event of log) {
    if (event.branch_id !== undefined) continue;
    story.now = toMilliseconds(event.timestamp);
    tell[event.type]?.(story, event);
  }
  return story;
}

interface Story {
  readonly events: FlowEvent[];
  readonly executions: ExecutionRecord[];
  readonly trace: TraceStep[];
  error: FlowError | null;
  /** The node that is being run. */
  open: { readonly step: number; readonly node: string; readonly kind: string } | null;
  /** The node that the end of the run cut off: it is entered again when the run goes on. */
  cut: Story["open"];
  /** When the event that is told happened. */
  now: number;
}

const tell: Partial<Record<EventType, (story: Story, event: RunEvent) => void>> = {
  node_started: (story, { node_id: node = "", data = {} }) => {
    const { step, kind } = data;
    enter(story, {
      step: typeof step === "number" ? step : 0,
      node,
      kind: typeof kind === "string" ? kind : "",
    });
  },
  node_finished: complete,
  node_failed: (story, event) => fail(story, readError(event)),
  edge_selected: ({ executions, events }, { node_id: node, data = {} }) => {
    const last = executions.at(-1);
    const event = events.at(-1);
    if (last === undefined || last.node_id !== node || last.next !== undefined) return;
    const next = toText(data["to"] ?? null);
    executions[executions.length - 1] = { ...last, next };
    if (event?.data) events[events.length - 1] = { ...event, data: { ...event.data, next } };
  },
  run_failed: (story, event) => {
    const error = readError(event);
    if (story.open !== null) {
      story.cut = story.open;
      fail(story, error);
    }
    story.error ??= error;
    trace(story, { event: "terminal", status: "failed" });
  },
  run_cancelled: (story) => {
    const error = cancelledAt(story.open?.node ?? null);
    story.cut = story.open;
    if (story.open !== null) fail(story, error);
    story.error = error;
    trace(story, { event: "terminal", status: "failed" });
  },
  run_finished: (story) => {
    trace(story, { event: "terminal", status: "completed" });
  },
  run_resumed: (story) => {
    if (story.trace.at(-1)?.event === "terminal") story.trace.pop();
    story.error = null;
    if (story.cut !== null) enter(story, story.cut);
  },
};

function trace({ trace: steps, now }: Story, step: Omit<TraceStep, "at">): void {
  steps.push({ ...step, at: now });
}

function enter(story: Story, open: NonNullable<Story["open"]>): void {
  story.open = open;
  story.cut = null;
  story.error = null;
  story.events.push({ step: open.step, node_id: open.node, event: "node_started" });
  trace(story, { event: "node_enter", node_id: open.node });
}

function fail(story: Story, error: FlowError): void {
  const { open } = story;
  if (open === null) return;
  const { step, node } = open;
  story.events.push({ step, node_id: node, event: "node_failed", message: error.message });
  trace(story, { event: "node_error", node_id: node, message: error.message });
  story.error = error;
  story.open = null;
}

function complete(story: Story, { data = {} }: RunEvent): void {
  const { open } = story;
  if (open === null) return;
  const { step, node, kind } = open;
  const record = { kind: wordOf(kind), ...recordOf(data) };
  story.executions.push({ step, node_id: node, ...record });
  story.events.push({ step, node_id: node, event: "node_completed", data: record });
  trace(story, { event: "node_exit", node_id: node });
  story.open = null;
}

function recordOf({ record, records, output = null }: Fields): Fields {
  const name = isFields(records) ? records["output"] : undefined;
  return {
    ...(isFields(record) ? record : {}),
    ...(typeof name === "string" ? { [name]: output } : {}),
  };
}

/** The words of flows for kinds that other languages have as well. */
const words: Readonly<Record<string, string>> = {
  agent: "llm",
  function: "tool",
  human: "human_in_the_loop",
  compensate: "retry_compensate",
};

/** A kind as flows call it. */
export function wordOf(kind: string): string {
  return words[kind] ?? kind;
}
