/** What a node of a model says about its conversation. Spec: language §13. */
import type { GraphNode, ReasoningEffort } from "#core/graph/graph.ts";

/** The fields of an agent, a judge, a model-chosen router or an automatic human. */
export interface ConversationConfig {
  readonly model: string | null;
  readonly delegate: "claude_code" | "codex" | null;
  /** Names of prompts. */
  readonly system: string | null;
  readonly user: string | null;
  readonly tools: readonly string[] | null;
  readonly toolPolicy: readonly string[] | null;
  /** Turns with tool calls before there are no more tools; 0 is no bound. */
  readonly toolMaxSteps: number;
  readonly reasoningEffort: ReasoningEffort | null;
  readonly readonly: boolean;
  readonly interaction: "human" | "llm" | "llm_or_human" | "none";
  readonly interactionPrompt: string | null;
  readonly interactionModel: string | null;
  readonly env: readonly string[];
}

const absent: ConversationConfig = {
  model: null,
  delegate: null,
  system: null,
  user: null,
  tools: null,
  toolPolicy: null,
  toolMaxSteps: 0,
  reasoningEffort: null,
  readonly: false,
  interaction: "none",
  interactionPrompt: null,
  interactionModel: null,
  env: [],
};

const known = new WeakMap<GraphNode, ConversationConfig>();

/** The compiler has checked the fields; kinds that lack some have none of them. */
export function readConversationConfig(node: GraphNode): ConversationConfig {
  const found = known.get(node) ?? {
    ...absent,
    ...(node as GraphNode & Partial<ConversationConfig>),
  };
  known.set(node, found);
  return found;
}
