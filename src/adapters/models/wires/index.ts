/** The wire formats by name; each loads its client when it is first used. */
import type { Wire, WireName } from "#adapters/models/provider.ts";
import { createChat } from "./chat.ts";
import { messages } from "./messages.ts";
import { responses } from "./responses.ts";

/** All wires of one run. */
export function createWires(): Readonly<Record<WireName, Wire>> {
  return { messages, responses, chat: createChat() };
}
