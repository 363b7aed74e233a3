/** A judge: a model or coding agent that decides and doesn't act. */
import { defineKind } from "#core/kinds/kind.ts";
import type { NodeKind } from "#core/kinds/kind.ts";
import {
  checkConversation,
  completeConversation,
  conversationDetails,
  conversationMutates,
  conversationProperties,
} from "#core/kinds/properties.ts";
import { runJudge, startJudge } from "./run-judge.ts";

/** Lets a model or a coding agent decide something. */
export const judge: NodeKind = defineKind({
  name: "judge",
  summary: "Lets a model or a coding agent decide something.",
  declared: true,
  properties: conversationProperties,
  ports: ["next"],
  drawing: {
    icon: "⚖️",
    open: "[",
    close: "]",
    style: "fill:#6a5acd,stroke:#483d8b,color:#fff",
    details: conversationDetails,
  },
  complete: completeConversation,
  mutates: conversationMutates,
  check: checkConversation,
  start: startJudge,
  run: runJudge,
});
