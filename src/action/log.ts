/**
 * Shows a run in the job's log: one line for each thing that happens, and a fold for each node with
 * what went in and what came out.
 */
import { endGroup, info, isDebug, startGroup } from "@actions/core";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { formatCost, formatCount } from "#core/report/format.ts";
import type { Reporter } from "#core/ports/reporter.ts";
import type { EventType, RunEvent } from "#core/run/events.ts";
import { adviseJob } from "./advice.ts";

/** Types whose data stand in the fold of their node. */
const inFold: ReadonlySet<EventType> = new Set<EventType>([
  "llm_prompt",
  "llm_step_finished",
  "llm_retry",
  "tool_called",
  "tool_error",
  "tool_retry",
  "delegate_finished",
  "delegate_error",
  "delegate_retry",
]);

/** The longest piece of text in a fold; the log of the run has all of it. */
const longest = 4000;

/** Creates the reporter. */
export function createLogReporter(): Reporter {
  const folds = new Map<string, RunEvent[]>();
  return {
    on(event) {
      const activation = event.activation_id ?? "";
      if (inFold.has(event.type)) folds.set(activation, [...(folds.get(activation) ?? []), event]);
      if (event.type === "node_finished" || event.type === "node_failed") {
        showFold(event, folds.get(activation) ?? []);
        folds.delete(activation);
      } else {
        const line = describe(event);
        if (line !== undefined) info(defuse(line.replaceAll(/\s+/g, " ")));
      }
    },
  };
}

/** Events of parallel nodes come mixed, and folds don't nest: so a node's fold is written when it ends. */
function showFold(event: RunEvent, inside: readonly RunEvent[]): void {
  const failed = event.type === "node_failed";
  const place = event.branch_id === undefined ? "" : ` in ${event.branch_id}`;
  startGroup(`${failed ? "✗" : "✓"} ${event.node_id ?? ""}${place}${costOf(event.data ?? {})}`);
  for (const each of inside) {
    const text = tellInside(each.type, each.data ?? {});
    if (text !== undefined) info(quote(text));
  }
  info(quote(tellEnd(failed, event.data ?? {})));
  endGroup();
}

/** One thing that happened in a node. What was sent to a model is long: only debug logs have it. */
function tellInside(type: EventType, data: Fields): string | undefined {
  const { system_prompt: system, user_message: user } = data;
  const text = (key: string): string => asText(data[key] ?? "");
  switch (type) {
    case "llm_prompt":
      return isDebug() ? `prompt: ${show(system ?? "")}\n${show(user ?? "")}` : undefined;
    case "llm_step_finished":
      return `${text("step")} answered${usageOf(data)}: ${show(data["response_text"] ?? "")}`;
    case "tool_called":
      return `${text("tool")} was called with ${show(data["input"] ?? null)}: ${show(data["output"] ?? "")}`;
    case "tool_error":
      return `${text("tool")} failed: ${show(data["error"] ?? "")}`;
    default:
      return `${type}: ${show(data)}`;
  }
}

function tellEnd(failed: boolean, data: Fields): string {
  if (!failed) return `output: ${show(data["output"] ?? null)}`;
  const hint = data["hint"] === undefined ? "" : `\n${adviseJob(asText(data["hint"]))}`;
  return `failed: ${show(data["error"] ?? "")} (${asText(data["code"] ?? "")})${hint}`;
}

function describe(event: RunEvent): string | undefined {
  const data = event.data ?? {};
  const text = (key: string): string => asText(data[key] ?? "");
  switch (event.type) {
    case "run_started":
      return `run ${event.run_id} of ${text("workflow")}${data["simulated"] === true ? " (simulated)" : ""}`;
    case "node_started":
      return `▶ ${event.node_id ?? ""} (${text("kind")})`;
    case "edge_selected":
      return `→ ${text("from")} -> ${text("to")}${loopOf(data)}`;
    case "human_input_requested":
      return `⏸ ${text("gate")}: ${event.node_id ?? ""} asks for an answer`;
    case "budget_warning":
    case "budget_exceeded":
      return `budget: ${text("dimension")} ${text("used")} of ${text("limit")}`;
    case "run_failed":
      return `run failed: ${text("error")} (${text("code")})`;
    case "run_finished":
      return "run finished";
    case "run_paused":
      return "run paused, waiting for a person";
    case "run_cancelled":
      return "run cancelled";
    default:
      return undefined;
  }
}

function loopOf(data: Fields): string {
  return data["loop"] === undefined
    ? ""
    : ` [${asText(data["loop"])} ${asText(data["iteration"] ?? "")}]`;
}

function costOf({ _tokens: tokens, _cost_usd: cost }: Fields): string {
  if (typeof tokens !== "number" || tokens === 0) return "";
  const price = typeof cost === "number" ? `, ${formatCost(cost)}` : "";
  return ` (${formatCount(tokens)} tokens${price})`;
}

function usageOf({ input_tokens: input, output_tokens: output }: Fields): string {
  if (typeof input !== "number" || typeof output !== "number" || input + output === 0) return "";
  return ` (${formatCount(input)} tokens in, ${formatCount(output)} out)`;
}

function show(value: Value): string {
  const text =
    isFields(value) || Array.isArray(value) ? JSON.stringify(value, null, 2) : asText(value);
  return text.length > longest
    ? `${text.slice(0, longest)}… [cut; the log of the run has all of it]`
    : text;
}

function asText(value: Value): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Quoted line by line, so that nothing a model says can be read as a command of the runner. */
function quote(text: string): string {
  return defuse(text).replace(/^/gm, "  | ");
}

/** The runner's older commands count anywhere in a line. */
function defuse(text: string): string {
  return text.replaceAll("##[", "## [");
}
