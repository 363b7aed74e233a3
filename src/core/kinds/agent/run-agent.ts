/** Runs an agent: a conversation with a model or a delegate. */
export {
  runConversation as runAgent,
  startConversation as startAgent,
} from "#core/kinds/conversation/run-conversation.ts";
