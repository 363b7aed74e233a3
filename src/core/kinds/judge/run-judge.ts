/** Runs a judge: the same conversation as an agent's; what it says decides the way. */
export {
  runConversation as runJudge,
  startConversation as startJudge,
} from "#core/kinds/conversation/run-conversation.ts";
