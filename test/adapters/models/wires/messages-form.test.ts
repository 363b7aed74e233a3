import type { Anthropic } from "@anthropic-ai/sdk";
import { expect, it } from "vitest";
import { fromMessage } from "#adapters/models/wires/messages-form.ts";
import { createToolNames } from "#adapters/models/wires/tool-names.ts";
import { isTooDeep } from "#core/graph/depth.ts";
import { nested } from "#support/nested.ts";

it("hands a call that nests too deep on with what it used, to be refused", () => {
  const message = {
    model: "claude-sonnet-5",
    content: [
      { type: "thinking", thinking: "Hm.", signature: "s" },
      { type: "tool_use", id: "t1", name: "look", input: { a: nested(20_000) } },
    ],
    stop_reason: "tool_use",
    usage: { input_tokens: 3, output_tokens: 2 },
  };

  const response = fromMessage(message as unknown as Anthropic.Message, createToolNames(["look"]));

  expect(isTooDeep(response.toolCalls)).toBe(true);
  expect(response.tokens).toMatchObject({ input_tokens: 3, output_tokens: 2 });
});
