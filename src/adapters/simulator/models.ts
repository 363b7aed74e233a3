/** Simulated models. */
import { toText } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import type { CallOptions, ModelPort, ModelRequest, ModelResponse } from "#core/ports/model.ts";
import { makeUpAnswer } from "./made-up.ts";
import type { Item } from "./script.ts";
import { unfit } from "./stage.ts";
import type { Stage } from "./stage.ts";

/** A model port that calls no model. */
export function createSimulatedModels(stage: Stage): ModelPort {
  async function generate(request: ModelRequest, options: CallOptions): Promise<ModelResponse> {
    const { model, site, schema } = request;
    const item = await stage.play(site, { signal: options.signal, model });
    const response = item
      ? respond(request, item)
      : { text: toText(makeUpAnswer(stage.map, stage.reader, { nodeId: site.nodeId, schema })) };
    return {
      model,
      toolCalls: [],
      finishReason: "stop",
      usage: stage.usageOf(item?.usage, model),
      ...response,
    };
  }

  return {
    generate,
    hasPrice: (model) => stage.hasPrice(model),
    check: () => undefined,
    observe: (event) => {
      stage.tally.observe(event);
    },
  };
}

type Said = Pick<ModelResponse, "text"> &
  Partial<Pick<ModelResponse, "toolCalls" | "finishReason">>;

function respond({ site, tools }: ModelRequest, { reply }: Item): Said {
  switch (reply.kind) {
    case "output":
      return { text: toText(reply.value) };
    case "text":
      return { text: reply.text };
    case "calls":
      return { text: reply.text, ...callTools(site, reply.calls) };
    case "ask": {
      if (!tools.some(({ name }) => name === "ask_user")) {
        throw unfit(site, "the model may not ask", "give the node `interaction: human`");
      }
      const input = { question: reply.text, ...(reply.fields && { fields: reply.fields }) };
      return { text: "", ...callTools(site, [{ tool: "ask_user", input }]) };
    }
    case "process":
      throw unfit(
        site,
        "the script's item is for a command, but a model was called",
        "say what it answers with `output` or `text`",
      );
    case "error":
      throw unfit(site, reply.failure.message, "");
  }
}

function callTools(
  { step }: ModelRequest["site"],
  calls: readonly { readonly tool: string; readonly input: Value }[],
): Omit<Said, "text"> {
  const place = step.replaceAll(/[^\w]+/g, "_");
  const toolCalls = calls.map(({ tool, input }, index) => ({
    id: `call_${place}_${index}`,
    name: tool,
    input,
  }));
  return { toolCalls, finishReason: "tool_calls" };
}
