import { expect, it } from "vitest";
import { graphOf } from "#support/compile.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Stage } from "#support/engine/world.ts";
import { createScriptedModel } from "#testing/scripted-model.ts";
import type { ModelReply, ScriptedModel } from "#testing/scripted-model.ts";

const workflow = (more: string): string => `
prompt task:
  Deploy it.

prompt stand_in:
  Answer as the team would.

agent deploy:
  model: "anthropic/claude-sonnet-5"
  user: task
  tools: []
  ${more.split("\n").join("\n  ")}

workflow w:
  entry: deploy
  deploy -> done
`;

/** A stage on which a model says these things in turn. */
function deploying(
  more: string,
  replies: readonly ModelReply[],
): { stage: Stage; models: ScriptedModel } {
  const models = createScriptedModel(replies);
  return { models, stage: stageOf({ graph: graphOf(workflow(more)), more: { models } }) };
}

function asks(question: string, fields?: Readonly<Record<string, object>>): ModelReply {
  const input = {
    question,
    ...(fields && { fields: JSON.parse(JSON.stringify(fields)) as object }),
  };
  return { toolCalls: [{ id: `call ${question}`, name: "ask_user", input: input as never }] };
}

/** What the last request ended with. */
function lastHeard({ requests }: ScriptedModel): unknown {
  return requests.at(-1)?.messages.at(-1);
}

it("pauses for a model's question and gives it the answer in the same conversation", async () => {
  const { stage, models } = deploying("interaction: human", [asks("Where to?"), "to staging"]);

  const paused = await stage.start();

  expect(paused.state.status).toBe("paused_waiting_human");
  expect(models.requests[0]?.tools.map(({ name }) => name)).toEqual(["ask_user"]);
  const [gate] = Object.values(paused.state.interactions);
  expect(gate).toMatchObject({
    source: "agent",
    questions: { question: "Where to?" },
    fields: [{ name: "answer", type: "string" }],
  });

  const done = await stage.resume({ answers: [{ gate: null, answers: { answer: "staging" } }] });

  expect(done.state.status).toBe("finished");
  expect(done.state.output).toEqual({ text: "to staging" });
  expect(models.requests).toHaveLength(2);
  expect(models.requests[1]?.messages).toHaveLength(3);
  expect(lastHeard(models)).toEqual({
    role: "tool",
    results: [{ id: "call Where to?", name: "ask_user", output: "staging", failed: false }],
  });
});

it("asks for the fields that the model wants, and gives them as JSON", async () => {
  const fields = { place: { type: "string", enum: ["eu", "us"] }, now: { type: "bool" } };
  const { stage, models } = deploying("interaction: human", [asks("Where?", fields), "ok"]);
  const { state } = await stage.start();
  expect(Object.values(state.interactions)[0]?.fields).toEqual([
    { name: "place", type: "string", enum: ["eu", "us"] },
    { name: "now", type: "bool" },
  ]);

  await stage.resume({ answers: [{ gate: "g1", answers: { place: "eu", now: true } }] });

  expect(lastHeard(models)).toMatchObject({
    results: [{ output: '{"place":"eu","now":true}' }],
  });
});

it("has another model answer, under the prompt that says how", async () => {
  const { stage, models } = deploying(
    'interaction: llm\ninteraction_model: "openai/gpt-5"\ninteraction_prompt: stand_in',
    [asks("Where to?"), '{"answer":"staging"}', "done"],
  );

  const { state } = await stage.start();

  expect(state.status).toBe("finished");
  expect(models.requests[1]).toMatchObject({
    model: "openai/gpt-5",
    system: "Answer as the team would.",
    tools: [],
    site: { step: "model:0.0" },
  });
  expect(lastHeard(models)).toMatchObject({ results: [{ output: "staging", failed: false }] });
});

it("lets the answering model pass the question on to people", async () => {
  const { stage, models } = deploying("interaction: llm_or_human", [
    asks("Where to?"),
    '{"needs_human_input":true,"answer":""}',
    "done",
  ]);

  const paused = await stage.start();
  const done = await stage.resume({ answers: [{ gate: null, answers: { answer: "prod" } }] });

  expect(paused.state.status).toBe("paused_waiting_human");
  expect(done.state.status).toBe("finished");
  expect(models.requests).toHaveLength(3);
  expect(lastHeard(models)).toMatchObject({ results: [{ output: "prod" }] });
});

it("answers no more than five questions of an activation", async () => {
  const questions = ["1", "2", "3", "4", "5", "6"].map((name) => asks(`${name}?`));
  const { stage, models } = deploying("interaction: human", [...questions, "enough"]);

  await stage.start();
  for (let at = 0; at < 5; at += 1) {
    await stage.resume({ answers: [{ gate: null, answers: { answer: `answer ${at}` } }] });
  }

  expect(lastHeard(models)).toMatchObject({
    results: [{ failed: true, output: expect.stringContaining("no more than 5 questions") }],
  });
  expect(models.requests).toHaveLength(7);
});

it("tells the model of a question that it can't have meant", async () => {
  const { stage, models } = deploying("interaction: human", [asks(" "), "sorry"]);

  const { state } = await stage.start();

  expect(state.status).toBe("finished");
  expect(lastHeard(models)).toMatchObject({ results: [{ failed: true }] });
});

it("offers no questions to a node that may not ask", async () => {
  const { stage, models } = deploying("interaction: none", [asks("Where to?"), "to staging"]);

  const { state } = await stage.start();

  expect(state.status).toBe("finished");
  expect(models.requests[0]?.tools).toEqual([]);
  expect(lastHeard(models)).toMatchObject({
    results: [{ failed: true, output: "the tool `ask_user` may not be used here" }],
  });
});

it("does not offer questions to a human node that a model answers", async () => {
  const models = createScriptedModel(['{"ok":true}']);
  const graph = graphOf(`
schema verdict:
  ok: bool

human gate:
  mode: auto_answer
  model: "anthropic/claude-sonnet-5"
  output: verdict

workflow w:
  entry: gate
  gate -> done
`);

  await stageOf({ graph, more: { models } }).start();

  expect(models.requests[0]?.tools).toEqual([]);
});
