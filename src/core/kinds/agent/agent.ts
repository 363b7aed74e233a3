/** An agent: a model or coding agent that does a piece of work. */
import { defineKind } from "#core/kinds/kind.ts";
import type { NodeKind } from "#core/kinds/kind.ts";
import {
  checkConversation,
  completeConversation,
  conversationDetails,
  conversationMutates,
  conversationProperties,
} from "#core/kinds/properties.ts";
import { runAgent, startAgent } from "./run-agent.ts";

/** Lets a model or a coding agent do a piece of work. */
export const agent: NodeKind = defineKind({
  name: "agent",
  summary: "Lets a model or a coding agent do a piece of work.",
  declared: true,
  properties: conversationProperties,
  ports: ["next"],
  drawing: {
    icon: "🤖",
    open: "[",
    close: "]",
    style: "fill:#1f6feb,stroke:#1a4fa0,color:#fff",
    details: conversationDetails,
  },
  complete: completeConversation,
  mutates: conversationMutates,
  check: checkConversation,
  start: startAgent,
  run: runAgent,
});
