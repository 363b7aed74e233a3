/** One line for each thing that happens to a run, as a terminal or a file shows it. */
import { describeChanges, viewChanges } from "#core/report/changes.ts";
import { saidIn } from "#core/report/deeds/read.ts";
import { formatCost, formatCount, formatDuration } from "#core/report/format.ts";
import { describeOwnToolChanges, describeToolChanges } from "#core/report/tool-changes.ts";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { EventType, RunEvent } from "#core/run/events.ts";
import { toMilliseconds } from "#core/run/timestamp.ts";
import { toPrintable, toPrintableLine } from "#core/text/printable.ts";

/** How important a line is. */
export type Level = "error" | "warn" | "info" | "debug" | "trace";

/** What a line's sign says, for its colour. */
export type Tone = "start" | "good" | "bad" | "pause" | "warn" | "plain";

/** A line before it has its time and colour. */
export interface Line {
  readonly level: Level;
  readonly tone: Tone;
  readonly sign: string;
  readonly text: string;
  /** Indented lines below it. */
  readonly block?: string;
}

/** What has to be remembered between events. */
export interface LineMemory {
  /** When activations started in the process that works on them, by id. */
  readonly started: Map<string, number>;
  /** Of what kind the nodes of activations are, by id. */
  readonly kinds: Map<string, string>;
  /** What a model has said of an answer that isn't whole, by activation and step. */
  readonly said: Map<string, string>;
}

/** Nothing has been shown yet; the kinds of what began `before` are known. */
export function createLineMemory(before: readonly RunEvent[] = []): LineMemory {
  const kinds = before.flatMap(({ type, activation_id: id = "", data }): [string, string][] =>
    type === "node_started" ? [[id, text(data?.["kind"])]] : [],
  );
  return { started: new Map(), kinds: new Map(kinds), said: new Map() };
}

type Tell = (data: Fields, event: RunEvent, memory: LineMemory) => Line | undefined;

/** The line of an event, if it has one. */
export function lineOf(event: RunEvent, memory: LineMemory): Line | undefined {
  const line = tellers[event.type]?.(event.data ?? {}, event, memory);
  return line === undefined ? undefined : { ...line, text: toPrintableLine(line.text) };
}

const tellers: Partial<Record<EventType, Tell>> = {
  run_started: (data, event) =>
    info("start", "▶", `run ${event.run_id} of ${text(data["workflow"])}${modeOf(data)}`),
  run_resumed: (data, event, { started }) => {
    started.clear();
    return info("start", "▶", `run ${event.run_id} goes on (it was ${text(data["resumed_from"])})`);
  },
  run_paused: (data) => info("pause", "⏸", `run paused, waiting for ${list(data["gates"])}`),
  run_finished: () => info("good", "✓", "run finished"),
  run_failed: (data) => ({ ...failure(data, "run failed:"), level: "error" }),
  run_cancelled: (data) => info("pause", "■", `run cancelled: ${text(data["reason"])}`),
  node_started: tellStart,
  node_finished: tellFinish,
  node_failed: (data, event) => ({ ...failure(data, `${placeOf(event)}:`), level: "error" }),
  edge_selected: tellEdge,
  branch_started: (_, event) => debug(`branch ${event.branch_id ?? ""} opened`),
  branch_finished: tellBranchEnd,
  join_ready: (data, event) =>
    info("plain", "⇉", `${list(data["branches"])} met at ${event.node_id ?? ""}`),
  artifact_written: (data) =>
    info("plain", "✎", `${text(data["publish"])}, version ${text(data["version"])}`),
  human_input_requested: (data, event) =>
    info("pause", "⏸", `${placeOf(event)} asks for an answer (gate ${text(data["gate"])})`),
  human_answers_recorded: (data, event) =>
    info("good", "✓", `${placeOf(event)} was answered by ${text(data["by"])}`),
  human_answers_rejected: (data, event) => ({
    ...info("bad", "✗", `${placeOf(event)}: the answer of ${text(data["by"])} was rejected`),
    level: "warn",
  }),
  budget_warning: (data) => warn(`${budget(data)} used`),
  budget_exceeded: (data) => ({ ...warn(`budget exceeded: ${budget(data)}`), level: "error" }),
  llm_retry: tellRetry,
  delegate_retry: tellRetry,
  tool_retry: tellRetry,
  llm_fallback: (data, event) =>
    warn(
      `${placeOf(event)} goes from ${text(data["from"])} to ${text(data["to"])}: ${text(data["code"])}: ${text(data["error"])}`,
      "↻",
    ),
  tool_error: (data, event) =>
    warn(`${placeOf(event)}: tool ${text(data["tool"])}: ${text(data["error"])}`),
  mcp_tools_changed: (data, event) => warn(`${placeOf(event)}: ${describeToolChanges(data)}`),
  own_tools_changed: (data) => warn(describeOwnToolChanges(data)),
  mcp_tools_listed: (data, event) =>
    debug(
      `${placeOf(event)}: the MCP server ${text(data["server"])} has ${countOf(data["tools"])} tools`,
    ),
  tool_progress: (data, event) =>
    debug(`${placeOf(event)}: ${text(data["tool"])}: ${progressOf(data)}`),
  delegate_error: (data, event) =>
    warn(`${placeOf(event)}: ${text(data["backend"])}: ${text(data["error"])}`),
  workspace_changed: (_, event) =>
    info("plain", "✎", `${placeOf(event)} changed ${describeChanges(viewChanges([event]))}`),
  workspace_unknown: (data) => warn(`changed files are not known: ${text(data["reason"])}`),
  session_lost: (data) => warn(`a conversation is gone and begins anew: ${text(data["reason"])}`),
  log_repaired: () => warn("the log was cut off where the last process was killed"),
  llm_request: (data, event) =>
    debug(
      `${placeOf(event)} asks ${text(data["model"])} (${text(data["message_count"])} messages)`,
    ),
  llm_text: (data, event, { said }) => {
    const key = stepOf(data, event);
    said.set(key, (said.get(key) ?? "") + text(data["text"]));
    return { ...debug(`${placeOf(event)} says`), ...blockOf(data["text"]) };
  },
  llm_step_finished: (data, event, memory) => ({
    ...debug(`${placeOf(event)} has an answer (${text(data["finish_reason"])})`),
    ...blockOf(withoutSaid(data, event, memory)),
  }),
  tool_called: (data, event) =>
    debug(`${placeOf(event)} calls ${text(data["tool"])} (${text(data["duration_ms"])} ms)`),
  delegate_started: (data, event) =>
    debug(`${placeOf(event)} starts ${text(data["backend"])} (${text(data["access"])})`),
  delegate_finished: (data, event) =>
    debug(`${placeOf(event)}: ${text(data["backend"])} is done (exit ${text(data["exit_code"])})`),
  delegate_event: (data, event) => {
    const said = saidIn(data["event"]).join("\n\n");
    if (said !== "") return { ...debug(`${placeOf(event)} says`), ...blockOf(said) };
    const whole = JSON.stringify(data["event"] ?? null);
    return { ...debug(`${placeOf(event)}: ${whole}`), level: "trace" };
  },
  llm_prompt: (data, event) => ({
    ...debug(`${placeOf(event)} is told`),
    level: "trace",
    ...blockOf([data["system_prompt"], data["user_message"]].map(text).join("\n\n").trim()),
  }),
  step_started: (data, event, memory) => {
    memory.said.delete(stepOf(data, event));
    const again = tellAgain(event, memory);
    return again ?? { ...debug(`${placeOf(event)} begins ${text(data["step"])}`), level: "trace" };
  },
};

function stepOf(data: Fields, { activation_id: id = "" }: RunEvent): string {
  return `${id}/${text(data["step"])}`;
}

/** The rest of an answer of which the beginning has been shown. */
function withoutSaid(data: Fields, event: RunEvent, { said }: LineMemory): string {
  const key = stepOf(data, event);
  const before = said.get(key) ?? "";
  said.delete(key);
  const whole = text(data["response_text"]);
  return whole.startsWith(before) ? whole.slice(before.length) : whole;
}

function countOf(tools: Value | undefined): number {
  return isFields(tools) ? Object.keys(tools).length : 0;
}

function progressOf({ progress, total, message }: Fields): string {
  const done = total === undefined ? text(progress) : `${text(progress)} of ${text(total)}`;
  return message === undefined ? done : `${done}, ${text(message)}`;
}

function tellStart(data: Fields, event: RunEvent, { started, kinds }: LineMemory): Line {
  const id = event.activation_id ?? "";
  started.set(id, toMilliseconds(event.timestamp));
  kinds.set(id, text(data["kind"]));
  const { attempt } = data;
  const again = typeof attempt === "number" && attempt > 1 ? `, attempt ${attempt}` : "";
  const path = event.iteration_path === undefined ? "" : ` [${event.iteration_path}]`;
  return info("start", "▶", `${placeOf(event)} (${text(data["kind"])}${again})${path}`);
}

/** What an earlier process began has no start of its own in this one: its first step is that. */
function tellAgain(event: RunEvent, { started, kinds }: LineMemory): Line | undefined {
  const id = event.activation_id ?? "";
  const kind = kinds.get(id);
  if (kind === undefined || started.has(id)) return undefined;
  started.set(id, toMilliseconds(event.timestamp));
  return info("start", "▶", `${placeOf(event)} (${kind}), again`);
}

function tellFinish(data: Fields, event: RunEvent, { started }: LineMemory): Line {
  const from = started.get(event.activation_id ?? "");
  started.delete(event.activation_id ?? "");
  const { _tokens: tokens, _cost_usd: cost } = data;
  const parts = [
    ...(from === undefined ? [] : [formatDuration(toMilliseconds(event.timestamp) - from)]),
    ...(typeof tokens === "number" && tokens > 0 ? [`${formatCount(tokens)} tokens`] : []),
    ...(typeof cost === "number" && cost > 0 ? [formatCost(cost)] : []),
  ];
  const used = parts.length === 0 ? "" : ` (${parts.join(", ")})`;
  const { note } = data;
  if (typeof note === "string") return warn(`${placeOf(event)}${used}: ${note}`, "↩");
  return info("good", "✓", `${placeOf(event)}${used}`);
}

function tellEdge(data: Fields): Line {
  const { expression, condition, negated, loop, iteration } = data;
  const test = expression ?? condition;
  const when = test === undefined ? "" : ` (when ${negated === true ? "not " : ""}${text(test)})`;
  const traversal = loop === undefined ? "" : ` [${text(loop)} ${text(iteration)}]`;
  return info("plain", "→", `${text(data["from"])} → ${text(data["to"])}${when}${traversal}`);
}

function tellBranchEnd(data: Fields, event: RunEvent): Line {
  const status = text(data["status"]);
  const name = `branch ${event.branch_id ?? ""}`;
  if (status !== "failed") return debug(`${name} ${status}`);
  const tolerated = data["tolerated"] === true ? "; the others go on" : "";
  return warn(`${name} failed: ${text(data["error"])}${tolerated}`);
}

function tellRetry(data: Fields, event: RunEvent): Line {
  const { attempt, delay_ms: delay } = data;
  const wait = typeof delay === "number" ? formatDuration(delay) : "a while";
  const what = `${text(data["code"])}: ${text(data["error"])}`;
  return warn(`${placeOf(event)}, attempt ${text(attempt)}: ${what}; again in ${wait}`, "↻");
}

function failure(data: Fields, what: string): Line {
  return info("bad", "✗", `${what} ${text(data["error"])} (${text(data["code"])})`);
}

function info(tone: Tone, sign: string, text: string): Line {
  return { level: "info", tone, sign, text };
}

function warn(text: string, sign = "!"): Line {
  return { level: "warn", tone: "warn", sign, text };
}

function debug(text: string): Line {
  return { level: "debug", tone: "plain", sign: "·", text };
}

function blockOf(value: Value | undefined): { readonly block?: string } {
  return typeof value === "string" && value !== "" ? { block: toPrintable(value) } : {};
}

/** `fan#0.a/review`, or `review` in the main branch. */
function placeOf({ branch_id: branch, node_id: node }: RunEvent): string {
  return branch === undefined ? (node ?? "") : `${branch}/${node ?? ""}`;
}

function budget(data: Fields): string {
  const { dimension, used, limit, unit } = data;
  return `${text(dimension)}: ${text(used)} of ${text(limit)} ${text(unit)}`;
}

function modeOf(data: Fields): string {
  if (typeof data["replay_of"] === "string") return ` (replay of ${data["replay_of"]})`;
  return data["simulated"] === true ? " (simulated: no model is called)" : "";
}

function list(value: Value | undefined): string {
  return Array.isArray(value) ? value.map(text).join(", ") : text(value);
}

function text(value: Value | undefined): string {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
