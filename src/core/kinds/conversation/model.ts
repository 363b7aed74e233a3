/** A conversation with a model that is called directly. Spec: runtime §15.1. */
import type { Fields } from "#core/graph/value.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import type { Message } from "#core/ports/model.ts";
import { RunFailure } from "#core/run/failure.ts";
import { describeMistakes, readAnswer } from "./answer.ts";
import type { Conversed, Topic } from "./converse.ts";
import { refuseAnswer } from "./refusal.ts";
import { callTools } from "./tool-calls.ts";
import { takeTurn } from "./turn.ts";

/** Takes turns until the model answers without calling tools. */
export async function converseWithModel(context: NodeContext, topic: Topic): Promise<Conversed> {
  const { config, form } = topic;
  const model = config.model;
  if (model === null) throw noModel(context);
  const earlier = (await context.session?.load()) ?? [];
  const messages: Message[] = [...earlier, { role: "user", text: topic.user }];
  let rounds = 0;
  let refused: string | undefined;
  for (let turn = 0; ; turn++) {
    const withTools = config.toolMaxSteps === 0 || rounds < config.toolMaxSteps;
    const reply = await takeTurn(context, topic, { model, messages, turn, withTools });
    messages.push(reply.message);
    if (reply.message.toolCalls.length > 0) {
      rounds++;
      const results = await callTools(context, config, {
        turn,
        calls: reply.message.toolCalls,
        offered: withTools,
      });
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
