/** A conversation with a model that is called directly. Spec: runtime §15.1. */
import type { Fields } from "#core/graph/value.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import type { Message, ToolDefinition } from "#core/ports/model.ts";
import { RunFailure } from "#core/run/failure.ts";
import { describeMistakes, readAnswer } from "./answer.ts";
import { askTool, mayAsk } from "./ask-user.ts";
import type { ConversationConfig } from "./config.ts";
import type { Conversed, Topic } from "./converse.ts";
import { offeredTools } from "./policy.ts";
import { refuseAnswer } from "./refusal.ts";
import { callTools } from "./tool-calls.ts";
import { openToolbox } from "./toolbox.ts";
import type { Toolbox } from "./toolbox.ts";
import { takeTurn } from "./turn.ts";

/** Takes turns until the model answers without calling tools. */
export async function converseWithModel(context: NodeContext, topic: Topic): Promise<Conversed> {
  const { config, form } = topic;
  const model = config.model;
  if (model === null) throw noModel(context);
  const toolbox = await openToolbox(context, config);
  const earlier = (await context.session?.load()) ?? [];
  const messages: Message[] = [...earlier, { role: "user", text: topic.user }];
  let rounds = 0;
  let asked = 0;
  let refused: string | undefined;
  for (let turn = 0; ; turn++) {
    const offered = config.toolMaxSteps === 0 || rounds < config.toolMaxSteps;
    const reply = await takeTurn(context, topic, {
      model,
      messages,
      step: `model:${turn}`,
      opening: turn === 0,
      tools: offered ? toolsFor(config, toolbox) : [],
    });
    messages.push(reply.message);
    const calls = reply.message.toolCalls;
    if (calls.length > 0) {
      rounds++;
      const results = await callTools(context, topic, { turn, calls, offered, toolbox, asked });
      asked += calls.filter(({ name }) => name === askTool.name).length;
      messages.push({ role: "tool", results });
      continue;
    }
    const answer = readAnswer(form, reply.message.text);
    if ("output" in answer) {
      const provider = providerOf(reply.model);
      context.session?.keep({ messages, provider, model: reply.model, native: null });
      return { output: answer.output, model: reply.model, native: null };
    }
    if (refused !== undefined) throw refuseAnswer(context, form, { refused, ...answer });
    refused = `model:${turn}`;
    messages.push({ role: "user", text: describeMistakes(answer.errors) });
  }
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
