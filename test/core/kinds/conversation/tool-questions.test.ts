import { expect, it } from "vitest";
import type { ToolAnswers, ToolPort } from "#core/ports/tool.ts";
import { graphOf } from "#support/compile.ts";
import { stageOf } from "#support/engine/world.ts";
import { createScriptedModel } from "#testing/scripted-model.ts";

const workflow = `
mcp_server shop:
  transport: stdio
  command: "shop"

prompt task:
  Buy it.

agent buy:
  model: "anthropic/claude-sonnet-5"
  user: task
  interaction: human
  tools: [mcp.shop.buy]

workflow w:
  mcp:
    servers: [shop]
  entry: buy
  buy -> done
`;

/** A stage with one tool that asks as often as it is called. */
function shopping(questions: number) {
  const heard: (ToolAnswers | undefined)[] = [];
  const tool = { name: "mcp.shop.buy", description: "Buys.", inputSchema: {} };
  const tools: ToolPort = {
    list: () => [],
    readsOnly: () => false,
    discover: () =>
      Promise.resolve([{ name: "shop", tools: [{ ...tool, readsOnly: false, sha256: "0" }] }]),
    call(_name, _input, { answers }) {
      heard.push(answers);
      const asked = answers?.known.length ?? 0;
      const more = asked < questions && answers?.open === true;
      const output = { output: `knows ${asked}`, failed: false };
      return Promise.resolve(more ? { ...output, question: { text: `q${asked}` } } : output);
    },
  };
  const models = createScriptedModel([
    { toolCalls: [{ id: "c1", name: "mcp.shop.buy", input: {} }] },
    "bought",
  ]);
  const stage = stageOf({ graph: graphOf(workflow), more: { models, tools } });
  return { stage, models, heard };
}

it("pauses for each question of a tool, and calls it with all that is known", async () => {
  const { stage, models, heard } = shopping(2);

  await stage.start();
  await stage.resume({ answers: [{ gate: "g1", answers: { answer: "red" } }] });
  const done = await stage.resume({ answers: [{ gate: "g2", answers: { answer: "XL" } }] });

  expect(done.state.status).toBe("finished");
  expect(heard.at(-1)?.known).toEqual([
    { question: "q0", answers: { answer: "red" } },
    { question: "q1", answers: { answer: "XL" } },
  ]);
  expect(heard).toHaveLength(3);
  expect(models.requests.at(-1)?.messages.at(-1)).toMatchObject({
    results: [{ id: "c1", output: "knows 2" }],
  });
});

it("lets a tool ask no more than an activation may", async () => {
  const { stage, heard } = shopping(9);

  await stage.start();
  for (let gate = 1; gate <= 5; gate++) {
    await stage.resume({ answers: [{ gate: `g${gate}`, answers: { answer: "yes" } }] });
  }

  expect(heard.map((answers) => answers?.open)).toEqual([true, true, true, true, true, false]);
  expect((await stage.log()).at(-1)?.type).toBe("run_finished");
});
