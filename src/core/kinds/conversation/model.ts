/** A conversation with a model that is called directly. Spec: runtime §15.1. */
import { splitModels } from "#core/graph/models.ts";
import type { Fields } from "#core/graph/value.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import type { Message, ToolCall, ToolDefinition, ToolResult } from "#core/ports/model.ts";
import { RunFailure } from "#core/run/failure.ts";
import { describeMistakes, readAnswer } from "./answer.ts";
import type { AnswerForm, ReadAnswer } from "./answer.ts";
import { askTool, mayAsk } from "./ask-user.ts";
import type { ConversationConfig } from "./config.ts";
import type { Conversed, Topic } from "./converse.ts";
import { offeredTools } from "./policy.ts";
import { refuseAnswer } from "./refusal.ts";
import { callTools } from "./tool-calls.ts";
import { openToolbox } from "./toolbox.ts";
import type { Toolbox } from "./toolbox.ts";
import { takeTurn } from "./turn.ts";
import type { Reply, Told } from "./turn.ts";

/** Takes turns until the model answers without calling tools. */
export async function converseWithModel(context: NodeContext, topic: Topic): Promise<Conversed> {
  const { config, form } = topic;
  if (config.model === null) throw noModel(context);
  let models: readonly string[] = splitModels(config.model);
  const toolbox = await openToolbox(context, config);
  const earlier = (await context.session?.load()) ?? [];
  const messages: Message[] = [...earlier, { role: "user", text: topic.user }];
  let rounds = 0;
  let asked = 0;
  let refused: string | undefined;
  let told: Told | null = { system: topic.system, user: topic.user };
  for (let turn = 0; ; turn++) {
    const offered = config.toolMaxSteps === 0 || rounds < config.toolMaxSteps;
    const reply = await takeTurn(context, topic, {
      models,
      messages,
      step: `model:${turn}`,
      told,
      tools: offered ? toolsFor(config, toolbox) : [],
    });
    models = reply.models;
    told = null;
    if (reply.finishReason === "refusal") throw refusedToAnswer(context, reply);
    messages.push(reply.message);
    const calls = reply.message.toolCalls;
    if (calls.length > 0) {
      rounds++;
      const cut = reply.finishReason === "length";
      const called = cut
        ? { results: calls.map(cutOff), asked }
        : await callTools(context, topic, { turn, calls, offered, toolbox, asked });
      asked = called.asked;
      messages.push({ role: "tool", results: called.results });
      continue;
    }
    const answer = readWhole(form, reply);
    if ("output" in answer) {
      const provider = providerOf(reply.model);
      context.session?.keep({ messages, provider, model: reply.model, native: null });
      return { output: answer.output, model: reply.model, native: null };
    }
    if (refused !== undefined) throw refuseAnswer(context, form, { refused, ...answer });
    refused = reply.step;
    told = { system: "", user: describeMistakes(form, answer.errors) };
    messages.push({ role: "user", text: told.user });
  }
}

/** What came of a reply; one that was cut off is no answer, unless all of it is there. */
function readWhole(form: AnswerForm, { message, finishReason }: Reply): ReadAnswer {
  const answer = readAnswer(form, message.text);
  if (finishReason !== "length") return answer;
  if ("output" in answer && form.jsonSchema !== null) return answer;
  const errors = [{ field: null, message: "was cut off, for it was longer than you may write" }];
  return { errors };
}

/** A call that was cut off may lack the half of what it should do. */
function cutOff({ id, name }: ToolCall): ToolResult {
  const output = "the call was cut off, for it was longer than you may write; it was not made";
  return { id, name, output, failed: true };
}

function refusedToAnswer({ node }: NodeContext, { model, message, step }: Reply): RunFailure {
  const said = message.text.trim();
  return new RunFailure({
    code: "EXECUTION_FAILED",
    message: `\`${node.id}\` has no answer: ${model} refused to give one${said === "" ? "" : `: ${said}`}`,
    hint: "say it in other words, or name another model; a resume asks anew",
    retryable: false,
    redo: step,
  });
}

/** Values that begin with `_` for a finished conversation. */
export function conversationMeta(context: NodeContext, { model, native }: Conversed): Fields {
  return {
    ...(model === null ? {} : { _model: model }),
    ...(context.session ? { _session_id: native ?? context.session.id } : {}),
  };
}

/** A node that may ask is told of that tool, whatever others it lists. */
function toolsFor(config: ConversationConfig, toolbox: Toolbox): readonly ToolDefinition[] {
  const tools = offeredTools(config, toolbox);
  return mayAsk(config) ? [...tools, askTool] : tools;
}

function providerOf(model: string): string | null {
  const slash = model.indexOf("/");
  return slash === -1 ? null : model.slice(0, slash);
}

function noModel({ node }: NodeContext): RunFailure {
  return new RunFailure({
    code: "MODEL_UNKNOWN",
    message: `\`${node.id}\` has no model`,
    hint: "give it `model:`",
    retryable: false,
  });
}
