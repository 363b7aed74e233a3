import { expect, it } from "vitest";
import type { Fields } from "#core/graph/value.ts";
import { agent, graphOf, schema } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Answers, Stage } from "#support/engine/world.ts";

function talk(answers: Answers, extra: Fields = {}): Stage {
  return stageOf({
    graph: graphOf({
      entry: "ask",
      nodes: [agent("ask", extra)],
      edges: ["ask -> done"],
      schemas: [schema("verdict", { ok: "bool" })],
    }),
    answers,
  });
}

it("sends an answer back that was cut off", async () => {
  const stage = talk(({ step }) =>
    step === "model:0" ? { output: "half of", finishReason: "length" } : { output: "short" },
  );

  const { state } = await stage.start();

  expect(state.output).toEqual({ text: "short" });
});

it("takes an answer that is whole, though nothing could follow it", async () => {
  const stage = talk(() => ({ output: { ok: true }, finishReason: "length" }), {
    output: "verdict",
  });

  const { state } = await stage.start();

  expect(state.output).toEqual({ ok: true });
  expect(stage.calls).toHaveLength(1);
});

it("fails when the answer is cut off again, and says why", async () => {
  const stage = talk(() => ({ output: '{"ok":', finishReason: "length" }), { output: "verdict" });

  const { state } = await stage.start();

  expect(state.failure).toMatchObject({ code: "SCHEMA_VALIDATION" });
  expect(state.failure?.message).toContain("was cut off");
});

it("makes no call that was cut off, and tells the model", async () => {
  const stage = talk(
    ({ step }) =>
      step === "model:0"
        ? {
            toolCalls: [{ id: "t", name: "write_file", input: { path: "a" } }],
            finishReason: "length",
          }
        : { output: "done" },
    { tools: ["write_file"] },
  );

  const { state } = await stage.start();

  expect(stage.calls.map(({ step }) => step)).toEqual(["model:0", "model:1"]);
  expect(state.output).toEqual({ text: "done" });
});

it("never takes a refusal for an answer, and asks anew after a resume", async () => {
  let refuses = true;
  const stage = talk(() =>
    refuses ? { output: "I can't do that.", finishReason: "refusal" } : { output: "yes" },
  );
  const { state, runId } = await stage.start();
  refuses = false;

  const resumed = await stage.resume({ runId });

  expect(state.failure).toMatchObject({
    code: "EXECUTION_FAILED",
    message: "`ask` has no answer: simulate/any refused to give one: I can't do that.",
  });
  expect(resumed.state.output).toEqual({ text: "yes" });
  expect(stage.calls.map(({ step }) => step)).toEqual(["model:0", "model:0~1"]);
});
