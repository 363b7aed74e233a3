/**
 * Marks what Anthropic may keep in its cache between calls.
 *
 * Writing costs a quarter more than reading anew, reading back a tenth: the part that all calls of a
 * node share is marked if it is long, the conversation only while it goes on.
 */
import type { Anthropic } from "@anthropic-ai/sdk";
import type { ModelRequest } from "#core/ports/model.ts";

type Params = Anthropic.MessageStreamParams;

/** About 1024 tokens; the API keeps nothing shorter. */
const shortest = 4_096;

const cache_control = { type: "ephemeral" } as const;

/** The request with its marks: behind tools and system, and behind the last message. */
export function withCache(params: Params, request: ModelRequest): Params {
  const shared = lengthOf(params.tools) + lengthOf(params.system);
  const whole = shared + lengthOf(params.messages);
  const goesOn = request.tools.length > 0 || request.messages.length > 1;
  return {
    ...params,
    ...(shared >= shortest && markShared(params)),
    ...(goesOn && whole >= shortest && { messages: markLast(params.messages) }),
  };
}

/** Tools stand before the system text, so one mark behind it holds for both. */
function markShared({ system, tools }: Params): Partial<Params> {
  if (typeof system === "string")
    return { system: [{ type: "text", text: system, cache_control }] };
  const last = tools?.at(-1);
  return tools && last ? { tools: [...tools.slice(0, -1), { ...last, cache_control }] } : {};
}

function markLast(messages: Params["messages"]): Params["messages"] {
  const last = messages.at(-1);
  if (last?.role !== "user") return messages;
  const blocks: Anthropic.ContentBlockParam[] =
    typeof last.content === "string" ? [{ type: "text", text: last.content }] : last.content;
  const end = blocks.at(-1);
  if (end === undefined || !canBeMarked(end)) return messages;
  const content = [...blocks.slice(0, -1), { ...end, cache_control }];
  return [...messages.slice(0, -1), { ...last, content }];
}

/** What we send last is what the user says, or what tools gave. */
function canBeMarked(
  block: Anthropic.ContentBlockParam,
): block is Anthropic.TextBlockParam | Anthropic.ToolResultBlockParam {
  return (block.type === "text" && block.text !== "") || block.type === "tool_result";
}

function lengthOf(value: unknown): number {
  return value === undefined ? 0 : JSON.stringify(value).length;
}
