/** What each event says to a reader. */
import { isFields, isList, toText } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { EventType, RunEvent } from "#core/run/events.ts";
import type { ActivationView } from "../activations.ts";
import { describeChanges, viewChanges } from "../changes.ts";
import { saidIn } from "../deeds/read.ts";
import { formatCost, formatCount, formatDuration, formatNumberOf } from "../format.ts";
import type { TimelineEntry } from "./entry.ts";
import { tellOutput } from "./output.ts";
import { describeOwnToolChanges, describeToolChanges } from "../tool-changes.ts";

/** What telling one event needs to know of the others. */
export interface Teller {
  readonly activations: ReadonlyMap<string, ActivationView>;
  readonly loops: ReadonlyMap<string, number>;
  /** Labels of gates by interaction. */
  readonly gates: Map<string, string>;
  /** Nodes started so far. */
  steps: number;
}

/** What an entry says besides when and where. */
export type Told = Pick<TimelineEntry, "summary"> &
  Partial<Pick<TimelineEntry, "heading" | "detail" | "tokens" | "costUsd" | "quote">>;

type Tell = (data: Fields, event: RunEvent, teller: Teller) => Told | undefined;

const nothing: Fields = {};

/** The entries that an event gives: one per fact that a reader follows, quotes of what was said. */
export function tellFact(event: RunEvent, teller: Teller): Told[] {
  const told = tellers[event.type]?.(event.data ?? nothing, event, teller);
  return told === undefined ? [] : [told];
}

const tellers: Partial<Record<EventType, Tell>> = {
  run_started: () => ({ heading: true, summary: "Run Started" }),
  run_paused: (data) => ({
    heading: true,
    summary: "Run Paused",
    detail: `Waits for ${join(data["gates"])}.`,
  }),
  run_resumed: (data) => ({
    heading: true,
    summary: "Run Resumed",
    detail: `It was ${text(data["resumed_from"])}.`,
  }),
  run_finished: () => ({ heading: true, summary: "Run Finished" }),
  run_failed: (data) => ({ heading: true, summary: "Run Failed", detail: tellFailure(data) }),
  run_cancelled: (data) => ({
    heading: true,
    summary: "Run Cancelled",
    detail:
      data["by"] === undefined
        ? text(data["reason"])
        : `${text(data["reason"])} (${text(data["by"])})`,
  }),
  node_started: (data, event, teller) => {
    teller.steps += 1;
    const attempt =
      typeof data["attempt"] === "number" && data["attempt"] > 1
        ? `, attempt ${data["attempt"]}`
        : "";
    return {
      heading: true,
      summary: `Step ${teller.steps}: ${event.node_id ?? ""} (${text(data["kind"])}${attempt})`,
    };
  },
  node_finished: tellFinished,
  node_failed: (data, event) => ({
    summary: `Failed: ${event.node_id ?? ""}`,
    detail: tellFailure(data),
  }),
  edge_selected: tellEdge,
  branch_started: (data, event) => ({
    summary: `Branch opened: ${event.branch_id ?? ""} (${text(data["from"])} → ${text(data["to"])})`,
  }),
  branch_finished: tellBranchEnd,
  join_ready: tellJoin,
  artifact_written: (data) => ({
    summary: `Artifact: ${text(data["publish"])}, version ${text(data["version"])}`,
  }),
  human_input_requested: (data, event, teller) => {
    teller.gates.set(text(data["interaction_id"]), text(data["gate"]));
    const { instructions } = data;
    return {
      summary: `Asked ${text(data["gate"])}: ${event.node_id ?? ""}`,
      ...(typeof instructions === "string" && instructions !== "" ? { detail: instructions } : {}),
    };
  },
  human_answers_recorded: tellAnswer,
  budget_warning: (data) => ({ summary: `Budget warning: ${tellBudget(data)}` }),
  budget_exceeded: (data) => ({ summary: `Budget exceeded: ${tellBudget(data)}` }),
  effect_intended: (data) => ({ summary: `Effect intended: ${text(data["kind"])}` }),
  effect_done: (data) => ({ summary: `Effect done: ${text(data["kind"])}` }),
  workspace_changed: (_, event) => ({
    summary: `Changed: ${describeChanges(viewChanges([event]))}`,
  }),
  workspace_unknown: (data) => ({
    summary: `Changed files are not known: ${text(data["reason"])}`,
  }),
  llm_retry: tellRetry,
  delegate_retry: tellRetry,
  tool_retry: tellRetry,
  llm_fallback: (data) => ({
    summary: `Went from ${text(data["from"])} to ${text(data["to"])}: ${text(data["error"])} (${text(data["code"])})`,
  }),
  llm_prompt: (data) =>
    quote("Prompt", [data["system_prompt"], data["user_message"]].map(text).filter(Boolean)),
  llm_step_finished: (data) => quote("Answer", [text(data["response_text"])]),
  tool_called: (data) => quote(`Tool ${text(data["tool"])}`, partsOfCall(data)),
  tool_error: (data) => quote(`Tool ${text(data["tool"])} failed`, partsOfCall(data)),
  mcp_tools_changed: (data) => ({ summary: `Careful: ${describeToolChanges(data)}` }),
  own_tools_changed: (data) => ({ summary: `Careful: ${describeOwnToolChanges(data)}` }),
  delegate_event: (data) => quote("Delegate", saidIn(data["event"])),
};

function quote(title: string, parts: readonly string[]): Told | undefined {
  const said = parts.filter((part) => part !== "").join("\n\n");
  return said === "" ? undefined : { summary: "", quote: { title, text: said } };
}

function partsOfCall(data: Fields): string[] {
  const failed = data["error"] === undefined ? [] : [tellFailure(data)];
  return [text(data["input"]), text(data["output"]), ...failed];
}

function tellFinished(data: Fields, event: RunEvent, { activations }: Teller): Told {
  const usage = activations.get(event.activation_id ?? "")?.usage;
  const tokens = (usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0);
  const known = usage?.cost_source !== "unknown";
  const parts = [
    ...(tokens > 0 ? [formatNumberOf(tokens, "token")] : []),
    ...(usage !== undefined && (usage.cost_usd > 0 || !known)
      ? [formatCost(usage.cost_usd, known)]
      : []),
  ];
  const { note, output = null } = data;
  const said = [text(note), tellOutput(output) ?? ""].filter((part) => part !== "").join("\n");
  return {
    summary: `Finished: ${event.node_id ?? ""}${parts.length > 0 ? ` (${parts.join(", ")})` : ""}`,
    ...(said === "" ? {} : { detail: said }),
    ...(tokens > 0 ? { tokens, costUsd: usage?.cost_usd ?? 0 } : {}),
  };
}

function tellEdge(data: Fields, _event: RunEvent, { loops }: Teller): Told {
  const { expression, condition, loop, iteration, rearmed } = data;
  const test = expression ?? condition;
  const when =
    test === undefined ? "" : ` (when ${data["negated"] === true ? "not " : ""}${text(test)})`;
  const max = typeof loop === "string" ? loops.get(loop) : undefined;
  const count = max === undefined ? text(iteration) : `${text(iteration)}/${max}`;
  const traversal = loop === undefined ? "" : ` [loop ${text(loop)} ${count}]`;
  const again = isList(rearmed) && rearmed.length > 0 ? ` [starts again: ${join(rearmed)}]` : "";
  return {
    summary: `Edge: ${text(data["from"])} → ${text(data["to"])}${when}${traversal}${again}`,
  };
}

function tellBranchEnd(data: Fields, event: RunEvent): Told {
  const where = data["node"] === undefined ? "" : ` at ${text(data["node"])}`;
  const tolerated = data["tolerated"] === true ? ", tolerated" : "";
  const told = {
    summary: `Branch ${text(data["status"])}${where}: ${event.branch_id ?? ""}${tolerated}`,
  };
  return data["error"] === undefined ? told : { ...told, detail: tellFailure(data) };
}

function tellJoin(data: Fields, event: RunEvent): Told {
  const branches = isList(data["branches"]) ? data["branches"].length : 0;
  const failed = isList(data["failed_branches"]) ? data["failed_branches"].length : 0;
  const parts = [
    formatNumberOf(branches, "branch", "branches"),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return {
    summary: `Joined: ${event.node_id ?? ""} (${text(data["strategy"])}, ${parts.join(", ")})`,
  };
}

function tellAnswer(data: Fields, _event: RunEvent, { gates }: Teller): Told {
  const gate = gates.get(text(data["interaction_id"])) ?? "";
  const needed = typeof data["needed"] === "number" && data["needed"] > 1;
  const count = needed ? ` (${text(data["count"])} of ${text(data["needed"])})` : "";
  const answers = isFields(data["answers"]) ? data["answers"] : {};
  const said = Object.entries(answers).map(([name, value]) => `${name}: ${toText(value)}`);
  return { summary: `Answered ${gate} by ${text(data["by"])}${count}: ${said.join(", ")}` };
}

function tellBudget(data: Fields): string {
  const [used = "", limit = ""] = [data["used"], data["limit"]].map((value) => {
    if (typeof value !== "number") return text(value);
    if (data["unit"] === "usd") return formatCost(value);
    return data["unit"] === "ms" ? formatDuration(value) : formatCount(value);
  });
  return `${text(data["dimension"])} ${used}/${limit}`;
}

function tellRetry(data: Fields): Told {
  const delay = typeof data["delay_ms"] === "number" ? formatDuration(data["delay_ms"]) : "";
  return {
    summary: `Retried ${text(data["step"])} after ${delay}: ${text(data["error"])} (${text(data["code"])})`,
  };
}

function tellFailure(data: Fields): string {
  const errors = isList(data["errors"]) ? data["errors"].filter(isFields) : [];
  const lines = errors.map((error) => `${text(error["field"])} ${text(error["message"])}`.trim());
  const hint = typeof data["hint"] === "string" ? [data["hint"]] : [];
  return [`${text(data["error"])} (${text(data["code"])})`, ...lines, ...hint].join("\n");
}

function join(value: Value | undefined): string {
  return isList(value) ? value.map(toText).join(", ") : "";
}

function text(value: Value | undefined): string {
  return toText(value ?? null);
}
