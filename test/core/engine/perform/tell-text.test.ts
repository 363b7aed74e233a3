import { expect, it } from "vitest";
import type { ModelPort } from "#core/ports/model.ts";
import { createRedactor } from "#core/run/redact.ts";
import { agent, graphOf } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Stage } from "#support/engine/world.ts";

const graph = graphOf({
  entry: "a",
  nodes: [agent("a")],
  edges: ["a -> done"],
});

/** A model that says a piece every so many milliseconds, and ends so long after the last one. */
function createStage(
  pieces: readonly string[],
  everyMs: number,
  secrets: readonly string[] = [],
  thenMs = 0,
) {
  const redactor = createRedactor({ values: secrets });
  const more = { redact: redactor.value, redactStream: redactor.stream };
  const stage: Stage = stageOf({ graph, more });
  const generate: ModelPort["generate"] = async ({ model }, { signal, onText }) => {
    for (const piece of pieces) {
      await stage.clock.sleep(everyMs, signal);
      onText?.(piece);
    }
    await stage.clock.sleep(thenMs, signal);
    const usage = {
      ...{ input_tokens: 1, output_tokens: 1, cache_read_tokens: 0, cache_write_tokens: 0 },
      ...{ cost_usd: 0, cost_source: "reported" as const },
    };
    return { model, text: pieces.join(""), toolCalls: [], finishReason: "stop", usage };
  };
  Object.assign(stage.world.models, { generate });
  return stage;
}

async function told(stage: Stage): Promise<unknown[]> {
  const events = await stage.log();
  return events.filter(({ type }) => type === "llm_text").map(({ data }) => data);
}

it("tells of an answer while it comes in, twice a second at most", async () => {
  const words = Array.from({ length: 20 }, (_, at) => `w${at} `);
  const stage = createStage(words, 100);

  const { state } = await stage.start();

  expect(state.output).toEqual({ text: words.join("") });
  const said = await told(stage);
  expect(said).toHaveLength(4);
  expect(said[0]).toEqual({ step: "model:0", text: "w0 w1 w2 w3 " });
});

it("tells what was said before the answer stands still", async () => {
  const stage = createStage(["It is ", "not "], 100, [], 5000);

  await stage.start();

  expect(await told(stage)).toEqual([{ step: "model:0", text: "It is not " }]);
});

it("says nothing of an answer that comes soon", async () => {
  const stage = createStage(["It is ", "fine."], 100);

  await stage.start();

  expect(await told(stage)).toEqual([]);
});

it("keeps a secret that comes in two pieces out of the log", async () => {
  const stage = createStage(["it is tok-4f9c", "2a7b51 for all ", "of us "], 600, [
    "tok-4f9c2a7b51",
  ]);

  await stage.start();

  expect(await told(stage)).toEqual([
    { step: "model:0", text: "it is " },
    { step: "model:0", text: "*** for all " },
    { step: "model:0", text: "of us " },
  ]);
  expect(JSON.stringify(await stage.log())).not.toContain("4f9c");
});
