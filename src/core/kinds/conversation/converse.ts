/**
 * A conversation that ends in an answer: with a model turn by turn, or with a delegate.
 * Agents, judges, automatic humans and routers that ask a model share it. Spec: runtime §15.1, §15.2.
 */
import type { Value } from "#core/graph/value.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import type { AnswerForm } from "./answer.ts";
import type { ConversationConfig } from "./config.ts";
import { converseWithDelegate } from "./delegate.ts";
import { converseWithModel } from "./model.ts";

/** What is talked about. */
export interface Topic {
  readonly config: ConversationConfig;
  readonly system: string;
  readonly user: string;
  readonly form: AnswerForm;
}

/** How it ended. */
export interface Conversed {
  readonly output: Value;
  /** `provider/model`, or what a delegate said it was. */
  readonly model: string | null;
  /** A delegate's own name for the conversation. */
  readonly native: string | null;
}

/** Talks until there is an answer that fits; an answer that does not is sent back once. */
export function converse(context: NodeContext, topic: Topic): Promise<Conversed> {
  return topic.config.delegate === null
    ? converseWithModel(context, topic)
    : converseWithDelegate(context, topic);
}
