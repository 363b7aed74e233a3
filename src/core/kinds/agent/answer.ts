/** An agent that only answers: one message to a model, with the scope as context. Spec: flow §11.2. */
import { toSortedJson } from "#core/graph/json-text.ts";
import type { NodeContext, NodeKind, StepContext, StepResult } from "#core/kinds/kind.ts";
import { messageOf } from "#core/text/fault.ts";
import { checkNext, failCall, succeed } from "#core/kinds/scoped/attempts.ts";
import { textField } from "#core/kinds/scoped/config.ts";
import { defineScopedKind } from "#core/kinds/scoped/define.ts";
import { recordOf } from "#core/kinds/scoped/record.ts";
import type { DelegateTask } from "#core/ports/delegate.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { Outcome } from "#core/run/outcome.ts";

/** Asks a model one question about the scope. */
export const answer: NodeKind = defineScopedKind({
  name: "agent",
  summary: "Asks a model one question about the scope.",
  icon: "🤖",
  flow: {
    type: "llm",
    gives: "string",
    fixed: { answer: "text", session: "fresh" },
    fields: [
      { name: "model", form: "model", filled: true },
      { name: "prompt", form: "text", filled: true },
      { name: "next", form: "edge", optional: true, port: "next" },
    ],
  },
  run: runAnswer,
});

/** Asks the model until it answers or its attempts are used up. */
async function runAnswer(context: NodeContext): Promise<Outcome> {
  checkNext(context);
  const { node, frame } = context;
  const model = textField(node, "model");
  const scope = toSortedJson(frame.scope());
  const text = `${textField(node, "prompt")}\n\nScoped context:\n${scope}`;
  const work = (step: StepContext): Promise<StepResult<string>> =>
    ask(context, step, { model, text });
  const output = await succeed(context, { name: "model", work, policy: frame.settings.llm }, "Llm");
  const recorded = recordOf({ model }, { output: "output", last: "llm" });
  return { kind: "next", port: "next", output, ...recorded };
}

interface Question {
  readonly model: string;
  readonly text: string;
}

async function ask(
  context: NodeContext,
  step: StepContext,
  { model: written, text }: Question,
): Promise<StepResult<string>> {
  const model = context.frame.settings.models[written] ?? written;
  const [, backend, own] = delegated.exec(model) ?? [];
  try {
    const answered =
      backend === "claude_code" || backend === "codex"
        ? await askDelegate(context, step, { backend, model: own ?? null, prompt: text })
        : await askModel(context, step, { model, text });
    if (answered.result === "") throw refused("llm response had no content");
    return answered;
  } catch (error) {
    throw error instanceof Refused ? error : translate(error);
  }
}

/** A coding agent in place of a model: `claude_code`, or `codex/<model>`. */
const delegated = /^(claude_code|codex)(?:\/(.+))?$/;

async function askModel(
  { ports }: NodeContext,
  { site, signal }: StepContext,
  { model, text }: Question,
): Promise<StepResult<string>> {
  const response = await ports.models.generate(
    {
      model,
      system: "",
      messages: [{ role: "user", text }],
      tools: [],
      schema: null,
      reasoningEffort: null,
      site,
    },
    { signal },
  );
  const { finishReason, usage } = response;
  if (finishReason !== "stop") throw refused(`unexpected completion outcome: ${finishReason}`);
  return { result: response.text, usage };
}

/** It may look at the workspace, and change nothing there. */
async function askDelegate(
  context: NodeContext,
  { site, signal, sessions }: StepContext,
  task: Pick<DelegateTask, "backend" | "model" | "prompt">,
): Promise<StepResult<string>> {
  const { text, usage } = await context.ports.delegates.execute(
    {
      ...task,
      system: "",
      schema: null,
      readonly: true,
      tools: null,
      mcpServers: [],
      maxTurns: 0,
      reasoningEffort: null,
      session: null,
      mayAsk: false,
      budgetUsd: context.costLeft(),
      env: [],
      site,
    },
    { signal, sessions, onEvent: (type, data) => context.inform(type, data) },
  );
  return { result: text, usage };
}

class Refused extends RunFailure {}

function refused(message: string): Refused {
  return new Refused({ code: "TOOL_FAILED", message, retryable: false });
}

function translate(error: unknown): RunFailure {
  const unknown = error instanceof RunFailure && error.failure.code === "MODEL_UNKNOWN";
  const what = unknown ? "invalid completion request" : "llm client execution failed";
  return failCall(`${what}: ${messageOf(error)}`);
}
