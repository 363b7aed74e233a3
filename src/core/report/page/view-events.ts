/** The events of a run as the page goes through them: a line each, and what it changes. */
import { isFields, toText } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import { toMilliseconds } from "#core/run/timestamp.ts";
import { cut } from "../escape.ts";
import { createEdgeReader } from "../own-edges.ts";
import type { RunView } from "../run-view.ts";
import type { Mark, PageEvent } from "./page-data.ts";
import { describeOwnToolChanges, describeToolChanges } from "../tool-changes.ts";

const longestLine = 240;

/** The events of the page. */
export function viewEvents(events: readonly RunEvent[], { timeline }: RunView): PageEvent[] {
  const start = events[0] === undefined ? 0 : toMilliseconds(events[0].timestamp);
  const words = new Map(timeline.map(({ seq, summary }) => [seq, summary]));
  const edgeOf = createEdgeReader();
  return events.map((event) => {
    const edge = edgeOf(event);
    const { seq, timestamp, type, node_id: node, branch_id: branch, activation_id: step } = event;
    const data = event.data ?? {};
    const mark = changes[type]?.(data, event);
    const text = words.get(seq) ?? "";
    return {
      seq,
      ms: toMilliseconds(timestamp) - start,
      type,
      text: cut(text === "" ? describe(event) : text, longestLine),
      ...(node === undefined ? {} : { node }),
      ...(branch === undefined ? {} : { branch }),
      ...(step === undefined ? {} : { step }),
      ...(mark === undefined ? {} : { mark }),
      ...(edge === undefined ? {} : { edge }),
      ...spentBy(type, data),
    };
  });
}

type Change = (data: Fields, event: RunEvent) => Mark | undefined;

const changes: Partial<Record<string, Change>> = {
  run_started: () => "running",
  run_resumed: () => "running",
  run_paused: () => "waiting",
  run_finished: () => "done",
  run_failed: () => "failed",
  run_cancelled: () => "waiting",
  node_started: () => "running",
  node_finished: (data) => (endsInFailure(data) ? "failed" : "done"),
  node_failed: () => "failed",
  human_input_requested: () => "waiting",
  human_answers_recorded: (data) => (data["closes"] === true ? "running" : undefined),
};

function endsInFailure({ outcome }: Fields): boolean {
  return isFields(outcome) && outcome["kind"] === "end" && outcome["status"] === "fail";
}

function spentBy(type: string, { usage }: Fields): Pick<PageEvent, "tokens" | "costUsd"> {
  if (type !== "step_finished" || !isFields(usage)) return {};
  const number = (key: string): number => (typeof usage[key] === "number" ? usage[key] : 0);
  return { tokens: number("input_tokens") + number("output_tokens"), costUsd: number("cost_usd") };
}

/** Events that the timeline of a report leaves out. */
function describe({ type, data = {} }: RunEvent): string {
  const text = (value: Value | undefined): string => toText(value ?? null);
  const step = text(data["step"]);
  switch (type) {
    case "step_started":
      return `Begins ${step}`;
    case "step_finished":
      return data["error"] === undefined ? `Ended ${step}` : `Failed ${step}`;
    case "llm_prompt":
      return "Prompt rendered";
    case "llm_request":
      return `Asks ${text(data["model"])}`;
    case "llm_text":
      return "Model speaks";
    case "llm_step_finished":
      return `Model answered (${text(data["finish_reason"])})`;
    case "tool_called":
      return `Called ${text(data["tool"])}`;
    case "tool_error":
      return `Tool ${text(data["tool"])}: ${text(data["error"])}`;
    case "mcp_tools_changed":
      return `Careful: ${describeToolChanges(data)}`;
    case "own_tools_changed":
      return `Careful: ${describeOwnToolChanges(data)}`;
    case "delegate_started":
      return `Starts ${text(data["backend"])}`;
    case "delegate_finished":
      return `${text(data["backend"])} is done`;
    default:
      return type.replaceAll("_", " ");
  }
}
