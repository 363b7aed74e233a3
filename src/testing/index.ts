/** Doubles for tests of workflows and of what is built on Iter: nothing here needs a network. */
export { createScriptedModel } from "./scripted-model.ts";
export type { ModelReply, ScriptedModel } from "./scripted-model.ts";
export { createScriptedDelegate } from "./scripted-delegate.ts";
export type { DelegateReply, ScriptedDelegate } from "./scripted-delegate.ts";
export { createScriptedShell } from "./scripted-shell.ts";
export type { ScriptedShell, ShellReply } from "./scripted-shell.ts";
export type { Replies } from "./script-queue.ts";
export { startAnthropicServer } from "./loopback/anthropic.ts";
export { startChatServer, startGitHubModelsServer } from "./loopback/chat.ts";
export { startOpenAiServer } from "./loopback/openai.ts";
export type {
  Loopback,
  LoopbackOptions,
  WireAnswer,
  WireFault,
  WireReply,
  WireRequest,
  WireScript,
  WireUsage,
} from "./loopback/server.ts";
