/** How agents and judges run: a conversation that ends in the node's output. Spec: runtime §15.1, §15.2. */
import type { GraphNode } from "#core/graph/graph.ts";
import type { NodeContext, SessionMode, Start, StartContext } from "#core/kinds/kind.ts";
import type { Outcome } from "#core/run/outcome.ts";
import { outputForm } from "./answer.ts";
import { readConversationConfig } from "./config.ts";
import { converse } from "./converse.ts";
import { conversationMeta } from "./model.ts";
import { renderPrompt, renderUser } from "./texts.ts";

/** The conversation that an agent or a judge goes on with. */
export function startConversation({ node }: StartContext): Start {
  const { delegate } = readConversationConfig(node);
  return { session: { mode: readSessionMode(node), carrier: delegate ?? "model" } };
}

/** Talks until there is an output that fits. */
export async function runConversation(context: NodeContext): Promise<Outcome> {
  const config = readConversationConfig(context.node);
  const conversed = await converse(context, {
    config,
    system: renderPrompt(context, config.system) ?? "",
    user: renderUser(context, config.user),
    form: outputForm(context.schema(context.node.output)),
  });
  return { kind: "next", output: conversed.output, meta: conversationMeta(context, conversed) };
}

function readSessionMode(node: GraphNode): SessionMode {
  const { session } = node as GraphNode & { readonly session?: SessionMode };
  return session ?? "fresh";
}
