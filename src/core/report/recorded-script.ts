/** A recorded run as a script of the simulator, which plays it again from a file. Spec: runtime §27.2. */
import { printDuration } from "../graph/duration.ts";
import { groupBy } from "../graph/group-by.ts";
import type { Fields, Value } from "../graph/value.ts";
import { isFields, isList } from "../graph/value.ts";
import { isDiscovery } from "../run/discovered-tools.ts";
import type { RunEvent } from "../run/events.ts";
import type { Failure, Usage } from "../run/failure.ts";
import { readRecording, stepKey } from "../run/recording.ts";
import type { RecordedAttempt } from "../run/recording.ts";
import { toMilliseconds } from "../run/timestamp.ts";

/** A step that ended. */
interface Call {
  readonly node: string;
  readonly branch: string;
  readonly activation: string;
  readonly step: string;
  readonly attempt: Omit<RecordedAttempt, "stage" | "begun" | "ended">;
}

/** Failures that say that there was nothing to play. */
const ofPlaying = ["SCRIPT_EXHAUSTED", "REPLAY_MISMATCH"];

/** The script's document: `nodes`, and `tools` if models called any. */
export function toScript(events: readonly RunEvent[]): Fields {
  // A simulated run reaches no server.
  const calls = [...listCalls(events), ...listCutOff(events)].filter(
    ({ step }) => !isDiscovery(step),
  );
  const ofNodes = calls.filter(({ step }) => !step.startsWith("tool:"));
  const ofTools = calls.filter(({ step }) => step.startsWith("tool:"));
  const names = nameTools(calls);
  const tools = groupBy(ofTools, (call) => names.get(placeOf(call)) ?? "");
  return {
    nodes: Object.fromEntries(
      [...groupBy(ofNodes, keysOf(ofNodes))].map(([key, some]) => [key, some.map(toItem)]),
    ),
    ...(tools.size === 0
      ? {}
      : {
          tools: Object.fromEntries([...tools].map(([name, some]) => [name, some.map(toToolItem)])),
        }),
  };
}

/** In the order in which they ended, which is that of a script's items. */
function listCalls(events: readonly RunEvent[]): Call[] {
  const { attempts } = readRecording(events);
  const counts = new Map<string, number>();
  return events.flatMap(({ type, node_id, branch_id, activation_id, data }): Call[] => {
    const step = data?.["step"];
    if (type !== "step_finished" || typeof step !== "string") return [];
    const key = stepKey(activation_id ?? "", step);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    const attempt = attempts.get(key)?.[count];
    if (!attempt || ofPlaying.includes(attempt.failure?.code ?? "")) return [];
    const [node, branch, activation] = [node_id ?? "", branch_id ?? "", activation_id ?? ""];
    return [{ node, branch, activation, step, attempt }];
  });
}

/** Calls that never ended: they take longer than the whole run did. */
function listCutOff(events: readonly RunEvent[]): Call[] {
  const open = new Map<string, { readonly event: RunEvent; readonly step: string }>();
  for (const event of events) {
    const step = event.data?.["step"];
    const key = stepKey(event.activation_id ?? "", typeof step === "string" ? step : "");
    if (event.type === "step_finished") open.delete(key);
    if (event.type !== "step_started" || typeof step !== "string") continue;
    if (!step.startsWith("tool:")) open.set(key, { event, step });
  }
  const end = toMilliseconds(events.at(-1)?.timestamp ?? "");
  return [...open.values()].map(({ event, step }) => ({
    node: event.node_id ?? "",
    branch: event.branch_id ?? "",
    activation: event.activation_id ?? "",
    step,
    attempt: {
      durationMs: end - toMilliseconds(event.timestamp) + 1000,
      result: null,
      failure: { code: "EXECUTION_FAILED", message: "it was cut off", retryable: false },
      usage: null,
      informing: [],
    },
  }));
}

/** By node; by branch as well where a node was called in several. */
function keysOf(calls: readonly Call[]): (call: Call) => string {
  const branches = groupBy(calls, ({ node }) => node);
  return ({ node, branch }) => {
    const several = new Set(branches.get(node)?.map((call) => call.branch)).size > 1;
    return several && branch !== "" ? `${branch}/${node}` : node;
  };
}

/** The tools of calls, by their place, as the model's turn before named them. */
function nameTools(calls: readonly Call[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { activation, step, attempt } of calls) {
    const [, turn, again = ""] = /^model:(\d+)(?:\+\d+)?(~\d+)?$/.exec(step) ?? [];
    if (turn === undefined) continue;
    for (const [index, { tool }] of toolCalls(attempt.result).entries()) {
      names.set(placeOf({ activation, step: `tool:${turn}.${index}${again}` }), tool);
    }
  }
  return names;
}

function placeOf({ activation, step }: Pick<Call, "activation" | "step">): string {
  return stepKey(activation, step);
}

function toItem({ step, attempt }: Call): Fields {
  const { failure, result, usage, durationMs } = attempt;
  return {
    ...(failure === null ? describeReply(step, fieldsOf(result)) : { error: toError(failure) }),
    ...(usage === null ? {} : describeUsage(usage)),
    ...(durationMs > 0 ? { duration: printDuration(durationMs) } : {}),
  };
}

function toToolItem({ attempt }: Call): Fields {
  const { failure, result, durationMs } = attempt;
  const output = failure === null ? fieldsOf(result)["output"] : failure.message;
  return {
    result: output ?? "",
    ...(durationMs > 0 ? { duration: printDuration(durationMs) } : {}),
  };
}

function describeReply(step: string, result: Fields): Fields {
  if (step.startsWith("model:")) return describeTurn(result);
  if (step.startsWith("delegate:")) return describeDelegate(result);
  const { stdout = "", stderr = "", exit_code: code = 0 } = result;
  return {
    stdout,
    ...(stderr === "" ? {} : { stderr }),
    ...(code === 0 ? {} : { exit_code: code }),
  };
}

function describeTurn(result: Fields): Fields {
  const calls = toolCalls(result);
  const text = textOf(result["text"]);
  if (calls.length > 0) return { ...(text === "" ? {} : { text }), tool_calls: calls };
  return describeText(text);
}

function describeDelegate({ text, structured, question }: Fields): Fields {
  if (isFields(question)) {
    const { fields } = question;
    const asked = textOf(question["text"]);
    return { ask: { question: asked, ...(isFields(fields) ? { fields } : {}) } };
  }
  return structured === undefined ? { text: textOf(text) } : { output: structured };
}

/** A text that is one JSON object reads better as one. */
function describeText(text: string): Fields {
  try {
    const value = JSON.parse(text) as Value;
    if (isFields(value)) return { output: value };
  } catch {
    return { text };
  }
  return { text };
}

function toolCalls(result: Value): { readonly tool: string; readonly input: Value }[] {
  const calls = fieldsOf(result)["toolCalls"];
  return (isList(calls) ? calls : []).map((call) => {
    const { name, input } = fieldsOf(call);
    return { tool: textOf(name), input: input ?? {} };
  });
}

function toError({ code, message, retryAfterMs }: Failure): Fields {
  return {
    code,
    message,
    ...(retryAfterMs === undefined ? {} : { retry_after: printDuration(retryAfterMs) }),
  };
}

/** What a call used; a cost that nobody knew stays unknown. */
function describeUsage({ cost_usd: cost, cost_source: source, ...tokens }: Usage): Fields {
  const used = Object.entries(tokens).filter(([, count]) => count > 0);
  const known = source !== "unknown" && (cost > 0 || used.length > 0);
  const usage = [...used, ...(known ? [["cost_usd", cost] as const] : [])];
  return usage.length === 0 ? {} : { usage: Object.fromEntries(usage) };
}

function fieldsOf(value: Value | undefined): Fields {
  return value !== undefined && isFields(value) ? value : {};
}

function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}
