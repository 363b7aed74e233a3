import { expect, it } from "vitest";
import { viewDeeds } from "#core/report/deeds/view-deeds.ts";
import { tellDeed } from "#core/report/deeds/tell-deed.ts";
import { graphOf } from "#support/compile.ts";
import { stageOf } from "#support/engine/world.ts";
import { createScriptedModel } from "#testing/scripted-model.ts";

const workflow = (who: string, budget = ""): string => `
schema verdict:
  ok: bool

prompt task:
  Judge it.

prompt rules:
  Be strict.

judge j:
  ${who}
  system: rules
  user: task
  output: verdict

workflow w:
  entry: j
${budget}  j -> done
`;

const model = 'model: "anthropic/claude-sonnet-5"';

/** Titles and texts of what a node did. */
async function deedsOf(stage: ReturnType<typeof stageOf>): Promise<readonly string[]> {
  const [attempts = []] = viewDeeds(await stage.log()).values();
  return attempts
    .flatMap(({ deeds }) => deeds)
    .map(tellDeed)
    .map(({ title, parts }) => [title, ...parts.map(({ text }) => text)].join(" | "));
}

const mistakes =
  'Your answer does not fit what was asked for:\n- `ok` must be true or false, but is "yes"\n\nAnswer again with one JSON object that fits, and nothing else.';

it("keeps both answers of a model, and what it was told in between", async () => {
  const models = createScriptedModel(['{"ok":"yes"}', '{"ok":true}']);
  const stage = stageOf({ graph: graphOf(workflow(model)), more: { models } });

  await stage.start();

  expect(await deedsOf(stage)).toEqual([
    "prompt | Be strict. | Judge it.",
    'turn of anthropic/claude-sonnet-5 | {"ok":"yes"}',
    expect.stringContaining("prompt | Your answer does not fit") as string,
    'turn of anthropic/claude-sonnet-5 | {"ok":true}',
  ]);
});

it("keeps both answers of a delegate, and what it was told in between", async () => {
  const stage = stageOf({
    graph: graphOf(workflow('delegate: "claude_code"')),
    answers: (_site, { count }) => ({ output: { ok: count === 0 ? "yes" : true } }),
  });

  await stage.start();

  const prompts = (await stage.log()).filter(({ type }) => type === "llm_prompt");
  expect(prompts.map(({ data }) => data)).toEqual([
    { system_prompt: "Be strict.", user_message: "Judge it.", step: "delegate:0" },
    { system_prompt: "", user_message: mistakes, step: "delegate:1" },
  ]);
});

it("fails where costs are limited and a server does not say what a call took", async () => {
  const usage = { cost_source: "unknown" as const };
  const limited = graphOf(workflow(model, "  budget:\n    max_cost_usd: 1\n"));
  const [strict, ignoring] = [
    limited,
    graphOf(workflow(model, "  budget:\n    max_cost_usd: 1\n    unknown_price: ignore\n")),
  ].map((graph) => {
    const models = createScriptedModel([{ text: '{"ok":true}', usage }]);
    return stageOf({ graph, more: { models } });
  });

  const refused = await strict?.start();
  const ignored = await ignoring?.start();

  expect(refused?.state.failure).toMatchObject({
    code: "UNKNOWN_PRICE",
    message: "nobody knows what the model of `j` cost: its server doesn't count tokens",
  });
  expect(ignored?.state.status).toBe("finished");
});
