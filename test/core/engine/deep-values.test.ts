import { expect, it } from "vitest";
import { createRedactor } from "#core/run/redact.ts";
import { agent, graphOf, tool } from "#support/engine/graph.ts";
import { nested, nestedText } from "#support/nested.ts";
import { stageOf } from "#support/engine/world.ts";

const { value: redact } = createRedactor({ values: ["tok-4f9c2a7b51"] });
const deep = `{"a":${nestedText(20_000)}}`;
const priced = { cost_usd: 1 };

function oneNode(node: ReturnType<typeof agent>): ReturnType<typeof graphOf> {
  return graphOf({ entry: node.id, nodes: [node], edges: [`${node.id} -> done`] });
}

it("sends an answer back that nests too deep, and charges both", async () => {
  const stage = stageOf({
    graph: oneNode(agent("a")),
    more: { redact },
    answers: () => ({ output: deep, usage: priced }),
  });

  const { state } = await stage.start();

  expect(state.failure).toMatchObject({
    code: "SCHEMA_VALIDATION",
    message: "`a` gave an answer that does not fit, twice: it nests deeper than 500 levels",
  });
  expect(state.spent.cost_usd).toBe(2);
});

it("goes on with an answer that is flat enough at last", async () => {
  const stage = stageOf({
    graph: oneNode(agent("a")),
    more: { redact },
    answers: (_, { count }) => ({ output: count === 0 ? deep : { a: 1 } }),
  });

  const { state } = await stage.start();

  expect(state.status).toBe("finished");
});

it("fails a tool that prints an object which nests too deep", async () => {
  const stage = stageOf({
    graph: oneNode(tool("t")),
    more: { redact },
    answers: () => ({ output: deep }),
  });

  const { state } = await stage.start();

  expect(state.failure).toMatchObject({
    code: "SCHEMA_VALIDATION",
    message: "what `t` printed nests deeper than 500 levels",
    hint: "print a flatter JSON object, or write it to a file and print its path",
  });
});

it("runs such a tool again at a resume", async () => {
  const stage = stageOf({
    graph: oneNode(tool("t")),
    more: { redact },
    answers: (_, { count }) => ({ output: count === 0 ? deep : { a: 1 } }),
  });
  await stage.start();

  const { state } = await stage.resume();

  expect(state.status).toBe("finished");
});

it("fails and charges a call whose result nests too deep", async () => {
  const call = { id: "1", name: "read_file", input: nested(20_000) };
  const stage = stageOf({
    graph: oneNode(agent("a", { tools: ["read_file"] })),
    more: { redact },
    answers: () => ({ toolCalls: [call], usage: priced }),
  });

  const { state } = await stage.start();

  expect(state.failure).toMatchObject({
    code: "EXECUTION_FAILED",
    message: "what the call gave nests deeper than 500 levels",
  });
  expect(state.spent.cost_usd).toBe(1);
});
