/** A model that answers from a list. */
import type { ModelPort, ModelRequest, ModelResponse, ToolCall } from "#core/ports/model.ts";
import { noUsage } from "#core/run/failure.ts";
import type { Usage } from "#core/run/failure.ts";
import { createScriptQueue } from "./script-queue.ts";
import type { Replies } from "./script-queue.ts";

/** An answer: its text, or more about it. */
export type ModelReply =
  | string
  | {
      readonly text?: string;
      readonly toolCalls?: readonly ToolCall[];
      readonly usage?: Partial<Usage>;
      readonly finishReason?: ModelResponse["finishReason"];
    };

/** A model port that calls no model and remembers what it was asked. */
export interface ScriptedModel extends ModelPort {
  readonly requests: readonly ModelRequest[];
}

/**
 * Makes a model that gives one reply a call.
 *
 * @example
 * const models = createScriptedModel(['{"approved":true}']);
 */
export function createScriptedModel(replies: Replies<ModelRequest, ModelReply>): ScriptedModel {
  const queue = createScriptQueue("scripted model", replies);

  function answer(request: ModelRequest): ModelResponse {
    const reply = queue.next(request);
    const said = typeof reply === "string" ? { text: reply } : reply;
    const { text = "", toolCalls = [], usage, finishReason } = said;
    return {
      model: request.model,
      text,
      toolCalls,
      finishReason: finishReason ?? (toolCalls.length > 0 ? "tool_calls" : "stop"),
      usage: { ...noUsage, ...usage },
    };
  }

  return {
    requests: queue.calls,
    async generate(request, { signal, onText }) {
      signal.throwIfAborted();
      const response = await Promise.resolve(answer(request));
      if (response.text !== "") onText?.(response.text);
      return response;
    },
    hasPrice: () => true,
    check: () => undefined,
  };
}
