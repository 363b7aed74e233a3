import { expect, it } from "vitest";
import { replayRun } from "#core/engine/lifecycle.ts";
import type { Fields } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { FailureCode } from "#core/run/failure.ts";
import { agent, graphOf } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Answers, Reply, Stage } from "#support/engine/world.ts";

const models = "anthropic/a | openai/b|github/c";

function talk(answers: Answers, extra: Fields = {}): Stage {
  const node = agent("ask", { model: models, ...extra });
  return stageOf({
    graph: graphOf({ entry: "ask", nodes: [node], edges: ["ask -> done"] }),
    answers,
  });
}

function steps(stage: Stage): string[] {
  return stage.calls.map(({ step }) => step);
}

function dataOf(log: readonly RunEvent[], type: RunEvent["type"]): (Fields | undefined)[] {
  return log.filter((event) => event.type === type).map(({ data }) => data);
}

const fail = (code: FailureCode): Reply => ({ error: { code, message: `it was ${code}` } });

it.each<[FailureCode, number]>([
  ["AUTH_FAILED", 1],
  ["MODEL_UNKNOWN", 1],
  ["CONTEXT_LENGTH_EXCEEDED", 1],
  ["RATE_LIMITED", 4],
  ["NETWORK", 6],
  ["PROVIDER_UNAVAILABLE", 6],
])(
  "goes on with the next model when one has %s, once its attempts are used up",
  async (code, n) => {
    const usage = { input_tokens: 5, cost_usd: 0.5, cost_source: "computed" } as const;
    const stage = talk(({ step }) => (step === "model:0" ? fail(code) : { output: "yes", usage }));

    const { state } = await stage.start();

    expect(state.output).toEqual({ text: "yes" });
    expect(steps(stage)).toEqual([...Array<string>(n).fill("model:0"), "model:0+1"]);
    const log = await stage.log();
    expect(dataOf(log, "llm_fallback")).toEqual([
      { step: "model:0+1", from: "anthropic/a", to: "openai/b", error: `it was ${code}`, code },
    ]);
    expect(dataOf(log, "llm_request").at(-1)).toMatchObject({ model: "openai/b" });
    expect(state.spent.cost_usd).toBe(0.5);
  },
);

it("leaves faults of the node itself alone", async () => {
  const stage = talk(() => fail("EXECUTION_FAILED"));

  const { state } = await stage.start();

  expect(state.failure?.code).toBe("EXECUTION_FAILED");
  expect(steps(stage)).toEqual(["model:0"]);
});

it("says of every model why it could not be reached", async () => {
  const stage = talk(({ step }) => fail(step === "model:0" ? "AUTH_FAILED" : "MODEL_UNKNOWN"));

  const { state } = await stage.start();

  expect(state.failure).toMatchObject({
    code: "MODEL_UNKNOWN",
    message:
      "no model could be reached: anthropic/a: it was AUTH_FAILED; openai/b: it was MODEL_UNKNOWN; github/c: it was MODEL_UNKNOWN",
  });
});

it("stays with the model that answered, and has those behind it in reserve", async () => {
  const call = { id: "t", name: "none", input: {} };
  const stage = talk(({ step }) => {
    if (step === "model:0" || step === "model:1") return fail("AUTH_FAILED");
    return step === "model:0+1" ? { toolCalls: [call] } : { output: "yes" };
  });

  await stage.start();

  expect(steps(stage)).toEqual(["model:0", "model:0+1", "model:1", "model:1+1"]);
  const asked = dataOf(await stage.log(), "llm_request").map((data) => data?.["model"]);
  expect(asked).toEqual(["anthropic/a", "openai/b", "openai/b", "github/c"]);
});

it("keeps a switch after a failure and a resume, and tries the first again where nobody answered", async () => {
  let down = true;
  const call = { id: "t", name: "none", input: {} };
  const stage = talk(({ step }) => {
    if (step === "model:0") return fail("AUTH_FAILED");
    if (step === "model:0+1") return { toolCalls: [call] };
    return down ? fail("AUTH_FAILED") : { output: "yes" };
  });
  const { state, runId } = await stage.start();
  const before = stage.calls.length;
  down = false;

  const resumed = await stage.resume({ runId });

  expect(state.status).toBe("failed_resumable");
  expect(resumed.state.status).toBe("finished");
  expect(steps(stage).slice(before)).toEqual(["model:1"]);
});

it("asks anew with the model whose answer was refused twice", async () => {
  let wrong = true;
  const stage = talk(({ step }) => {
    if (step.startsWith("model:0") && !step.startsWith("model:0+1")) return fail("AUTH_FAILED");
    return wrong ? { output: "I", finishReason: "length" } : { output: "yes" };
  });
  const { state, runId } = await stage.start();
  const before = stage.calls.length;
  wrong = false;

  const resumed = await stage.resume({ runId });

  expect(state.failure?.code).toBe("SCHEMA_VALIDATION");
  expect(steps(stage).slice(0, before)).toEqual(["model:0", "model:0+1", "model:1"]);
  expect(resumed.state.output).toEqual({ text: "yes" });
  expect(steps(stage).slice(before)).toEqual(["model:0~1", "model:0+1~1"]);
});

it("is replayed as it was", async () => {
  const stage = talk(({ step }) => (step === "model:0" ? fail("NETWORK") : { output: "yes" }));
  const { graph } = await stage.start();
  const recorded = await stage.log();
  const again = talk(() => fail("INTERNAL"));

  const { state } = await replayRun(again.world, {
    recorded,
    compile: () => graph,
    runId: "run_again",
  });

  expect(state.output).toEqual({ text: "yes" });
  expect(dataOf(await again.log("run_again"), "llm_fallback")).toEqual(
    dataOf(recorded, "llm_fallback"),
  );
  expect(again.calls).toEqual([]);
});
