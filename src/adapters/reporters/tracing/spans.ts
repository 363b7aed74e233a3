/** The spans of a run: processes, activations, the steps in them, and waits for people. */
import { ROOT_CONTEXT, SpanKind, TraceFlags, trace } from "@opentelemetry/api";
import type { Attributes, Span, Tracer } from "@opentelemetry/api";
import { isFields } from "#core/graph/value.ts";
import type { Fields } from "#core/graph/value.ts";
import type { Reporter } from "#core/ports/reporter.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";
import { bareModel, below, fail, text, usageOf } from "./attributes.ts";
import type { NamedIds } from "./tracing.ts";

/** What spans are made with. */
export interface SpanOptions {
  readonly tracer: Tracer;
  readonly ids: NamedIds;
  readonly content: boolean;
}

/** A reporter that ends what is open when the process goes. */
export interface SpanReporter {
  readonly on: Reporter["on"];
  readonly end: () => void;
}

interface Tracing extends SpanOptions {
  process: { readonly span: Span; readonly name: string } | undefined;
  readonly activations: Map<string, Span>;
  readonly steps: Map<string, Span>;
  last: Date;
}

/** Makes spans of events. */
export function reportSpans(options: SpanOptions): SpanReporter {
  const tracing: Tracing = {
    ...options,
    process: undefined,
    activations: new Map(),
    steps: new Map(),
    last: new Date(0),
  };
  return {
    on(event, state) {
      tracing.last = new Date(event.timestamp);
      openProcess(tracing, event, state);
      teller[event.type]?.(tracing, event.data ?? {}, { event, state });
    },
    end() {
      const open = [...tracing.steps.values(), ...tracing.activations.values()];
      for (const span of open) span.setAttribute("iter.unfinished", true).end(tracing.last);
      tracing.process?.span.end(tracing.last);
    },
  };
}

interface Place {
  readonly event: RunEvent;
  readonly state: RunState;
}

type Tell = (tracing: Tracing, data: Fields, place: Place) => void;

const teller: Partial<Record<RunEvent["type"], Tell>> = {
  run_paused: endRun,
  run_finished: endRun,
  run_failed: endRun,
  run_cancelled: endRun,
  node_started: startNode,
  node_finished: (tracing, data, place) => endNode(tracing, data, place),
  node_failed: (tracing, data, place) => {
    fail(activationOf(tracing, place), data);
    endNode(tracing, data, place);
  },
  step_started: startStep,
  step_finished: endStep,
  llm_prompt: (tracing, data, place) => {
    if (!tracing.content) return;
    stepOf(tracing, data, place).setAttributes({
      "gen_ai.system_instructions": text(data["system_prompt"]),
      "gen_ai.input.messages": JSON.stringify([
        { role: "user", parts: [{ type: "text", content: text(data["user_message"]) }] },
      ]),
    });
  },
  llm_request: tellRequest,
  llm_step_finished: (tracing, data, place) => {
    const span = stepOf(tracing, data, place);
    span.setAttribute("gen_ai.response.finish_reasons", [text(data["finish_reason"])]);
    if (!tracing.content) return;
    const said = { type: "text", content: text(data["response_text"]) };
    span.setAttribute(
      "gen_ai.output.messages",
      JSON.stringify([{ role: "assistant", parts: [said] }]),
    );
  },
  tool_called: tellTool,
  tool_error: tellTool,
  delegate_started: (tracing, data, place) => {
    const backend = text(data["backend"]);
    const span = stepOf(tracing, data, place).updateName(`invoke_agent ${backend}`);
    span.setAttributes({
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": backend,
      "iter.access": text(data["access"]),
    });
  },
  llm_retry: tellMoment,
  delegate_retry: tellMoment,
  tool_retry: tellMoment,
  budget_warning: tellMoment,
  budget_exceeded: tellMoment,
  human_answers_recorded: tellWait,
};

/** The first process's span is the root of the trace; later ones hang below it. */
function openProcess(
  tracing: Tracing,
  { type, run_id: runId, timestamp }: RunEvent,
  state: RunState,
): void {
  if (tracing.process !== undefined) return;
  const { tracer, ids } = tracing;
  ids.setRun(runId);
  // An answer may be recorded before the run goes on.
  const begins = type === "run_started" || type === "run_resumed";
  const number = Math.max(1, state.processes + (begins ? 0 : 1));
  const name = `process ${number}`;
  const root = {
    traceId: ids.trace(),
    spanId: ids.spanOf("process 1"),
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  };
  const { start } = state;
  ids.next(name);
  const span = tracer.startSpan(
    `invoke_workflow ${start?.workflow ?? ""}`,
    {
      startTime: new Date(timestamp),
      attributes: {
        "gen_ai.operation.name": "invoke_workflow",
        "gen_ai.workflow.name": start?.workflow ?? "",
        "iter.run.id": runId,
        "iter.process": number,
        "iter.simulated": start?.simulated ?? false,
        ...(start?.replayOf == null ? {} : { "iter.replay_of": start.replayOf }),
      },
    },
    number === 1 ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, root),
  );
  tracing.process = { span, name };
}

function endRun({ process }: Tracing, data: Fields, { state }: Place): void {
  const { input_tokens: input, output_tokens: output, cost_usd: cost } = state.spent;
  process?.span.setAttributes({
    "iter.run.status": state.status,
    "iter.usage.input_tokens": input,
    "iter.usage.output_tokens": output,
    "iter.cost_usd": cost,
  });
  if (state.status === "failed" || state.status === "failed_resumable") fail(process?.span, data);
}

function startNode(tracing: Tracing, data: Fields, place: Place): void {
  const { activation_id: id = "" } = place.event;
  tracing.activations.get(id)?.end(tracing.last);
  tracing.activations.delete(id);
  openNode(tracing, data, place);
}

function openNode(tracing: Tracing, data: Fields, { event, state }: Place): Span {
  const {
    activation_id: id = "",
    node_id: node = "",
    branch_id: branch,
    iteration_path: path,
  } = event;
  const known = state.activations[id];
  const kind = known?.kind ?? text(data["kind"]);
  tracing.ids.next(`${tracing.process?.name ?? ""}/${id}/${known?.attempt ?? 1}`);
  const span = tracing.tracer.startSpan(
    `${kind} ${node}`,
    {
      startTime: tracing.last,
      attributes: {
        "iter.node.id": node,
        "iter.node.kind": kind,
        "iter.activation.id": id,
        "iter.attempt": known?.attempt ?? 1,
        ...(branch === undefined ? {} : { "iter.branch.id": branch }),
        ...(path === undefined ? {} : { "iter.loop.iteration": path }),
      },
    },
    below(tracing.process?.span),
  );
  tracing.activations.set(id, span);
  return span;
}

/** One that an earlier process started is opened again. */
function activationOf(tracing: Tracing, place: Place): Span {
  const known = tracing.activations.get(place.event.activation_id ?? "");
  return known ?? openNode(tracing, {}, place);
}

function endNode(tracing: Tracing, _data: Fields, place: Place): void {
  const { activation_id: id = "" } = place.event;
  const span = activationOf(tracing, place);
  const usage = place.state.activations[id]?.usage;
  if (usage !== undefined && usage.input_tokens + usage.output_tokens > 0) {
    span.setAttributes(usageOf({ ...usage }));
  }
  span.end(tracing.last);
  tracing.activations.delete(id);
}

function startStep(tracing: Tracing, data: Fields, place: Place): void {
  const step = text(data["step"]);
  const own = stepKey(data, place);
  tracing.ids.next(`${own}/${place.event.seq}`);
  const [kind = ""] = step.split(":");
  const remote = kind === "model" || kind === "delegate";
  const span = tracing.tracer.startSpan(
    step,
    {
      startTime: tracing.last,
      kind: remote ? SpanKind.CLIENT : SpanKind.INTERNAL,
      attributes: {
        "iter.step": step,
        "iter.step.key": `${place.event.run_id}/${own}`,
        "iter.attempt": typeof data["attempt"] === "number" ? data["attempt"] : 1,
      },
    },
    below(activationOf(tracing, place)),
  );
  tracing.steps.set(own, span);
}

function endStep(tracing: Tracing, data: Fields, place: Place): void {
  const span = stepOf(tracing, data, place);
  const { usage, error, result } = data;
  if (isFields(usage)) span.setAttributes(usageOf(usage));
  if (isFields(result) && typeof result["model"] === "string") {
    span.setAttribute("gen_ai.response.model", bareModel(result["model"]));
  }
  if (isFields(error)) fail(span, { error: error["message"] ?? "", code: error["code"] ?? "" });
  span.end(tracing.last);
  tracing.steps.delete(stepKey(data, place));
}

function tellRequest(tracing: Tracing, data: Fields, place: Place): void {
  const model = text(data["model"]);
  const provider = model.includes("/") ? (model.split("/")[0] ?? "") : "";
  stepOf(tracing, data, place)
    .updateName(`chat ${bareModel(model)}`)
    .setAttributes({
      "gen_ai.operation.name": "chat",
      "gen_ai.system": provider,
      "gen_ai.provider.name": provider,
      "gen_ai.request.model": bareModel(model),
      "gen_ai.conversation.id": text(data["session_id"]),
    });
}

/** A model's call is a step; those of a delegate, and those that were refused, are not. */
function tellTool(tracing: Tracing, data: Fields, place: Place): void {
  const step = text(data["step"]);
  const own = step.startsWith("tool:") ? tracing.steps.get(stepKey(data, place)) : undefined;
  const span = own ?? startTool(tracing, data, place);
  const tool = text(data["tool"]);
  span.updateName(`execute_tool ${tool}`).setAttributes({
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": tool,
    ...(tracing.content ? contentOf(data) : {}),
  });
  if (data["error"] !== undefined)
    fail(span, tracing.content ? data : { code: data["code"] ?? "" });
  if (own === undefined) span.end(tracing.last);
}

function startTool(tracing: Tracing, data: Fields, place: Place): Span {
  const ms = typeof data["duration_ms"] === "number" ? data["duration_ms"] : 0;
  const parent = tracing.steps.get(stepKey(data, place)) ?? activationOf(tracing, place);
  tracing.ids.next(`tool/${place.event.seq}`);
  const startTime = new Date(tracing.last.getTime() - ms);
  return tracing.tracer.startSpan(text(data["tool"]), { startTime }, below(parent));
}

function contentOf({ input, output }: Fields): Attributes {
  return {
    "gen_ai.tool.call.arguments": text(input),
    ...(output === undefined ? {} : { "gen_ai.tool.call.result": text(output) }),
  };
}

/** The whole wait, though it may have begun in an earlier process. */
function tellWait(tracing: Tracing, data: Fields, place: Place): void {
  const asked = place.state.interactions[text(data["interaction_id"])];
  if (data["closes"] !== true || asked === undefined) return;
  tracing.ids.next(`wait/${asked.id}`);
  tracing.tracer
    .startSpan(
      `wait for ${asked.nodeId}`,
      {
        startTime: new Date(asked.requestedAt),
        attributes: {
          "iter.gate": asked.gate,
          "iter.interaction.id": asked.id,
          "iter.node.id": asked.nodeId,
          "iter.answer.via": text(data["via"]),
        },
      },
      below(tracing.process?.span),
    )
    .end(tracing.last);
}

function tellMoment(tracing: Tracing, data: Fields, place: Place): void {
  const { type, activation_id: id } = place.event;
  const span = id === undefined ? tracing.process?.span : activationOf(tracing, place);
  const known = ["step", "attempt", "delay_ms", "code", "dimension", "used", "limit", "unit"];
  const told = known.flatMap((key) => (data[key] === undefined ? [] : [[key, text(data[key])]]));
  span?.addEvent(type, Object.fromEntries(told) as Attributes, tracing.last);
}

/** A step that an earlier process began, or that is no step, belongs to its activation. */
function stepOf(tracing: Tracing, data: Fields, place: Place): Span {
  return tracing.steps.get(stepKey(data, place)) ?? activationOf(tracing, place);
}

function stepKey({ step }: Fields, { event }: Place): string {
  return `${event.activation_id ?? ""}/${text(step)}`;
}
