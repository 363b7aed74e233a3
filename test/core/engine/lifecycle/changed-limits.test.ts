/** Limits that change when a run is resumed. Spec: runtime §13.2, §13.3. */
import { describe, expect, it } from "vitest";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { replayRun, resumeRun } from "#core/engine/lifecycle.ts";
import { closeWorld } from "#core/engine/playback.ts";
import { agent, graphOf, human } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Stage } from "#support/engine/world.ts";

const gated = {
  entry: "h",
  nodes: [human("h"), agent("a", { model: "openai/house-model" })],
  edges: ["h -> a", "a -> done"],
} as const;
const answers = [{ gate: "h", answers: { approved: true, reason: "" } }];

describe("a limit of cost, where nobody knows the price of a model", () => {
  /** A run that waits in front of the model, with a world that knows no price. */
  async function waiting(graph = graphOf(gated)): Promise<Stage> {
    const store = createMemoryStore();
    await stageOf({ graph, store }).start();
    const { world } = stageOf({ graph });
    const models = { ...world.models, hasPrice: () => false };
    return stageOf({ graph, store, more: { models } });
  }

  it("is refused before anything is called, as it is at the start", async () => {
    const stage = await waiting();
    const before = await stage.log();

    const resumed = stage.resume({ answers, budget: { max_cost_usd: 1 } });

    await expect(resumed).rejects.toMatchObject({
      code: "UNKNOWN_PRICE",
      message:
        "`max_cost_usd` is set, but there is no known price for `openai/house-model` of `a`.",
    });
    expect(await stage.log()).toEqual(before);
    expect((await stage.resume({ answers })).state.status).toBe("finished");
  });

  it("is refused too if it comes with a new text", async () => {
    const stage = await waiting();
    const limited = { ...graphOf({ ...gated, budget: { maxCostUsd: 1 } }), hash: "sha256:other" };

    const resumed = stage.resume({
      answers,
      compile: ({ text }) => (text === "new" ? limited : graphOf(gated)),
      source: { path: "tested.iter", text: "new", sha256: "00" },
      force: true,
    });

    await expect(resumed).rejects.toMatchObject({ code: "UNKNOWN_PRICE" });
  });

  it("holds for what is known where the budget says to ignore the rest", async () => {
    const stage = await waiting(graphOf({ ...gated, budget: { unknownPrice: "ignore" } }));

    const { state } = await stage.resume({ answers, budget: { max_cost_usd: 1 } });

    expect([state.status, state.limits.maxCostUsd]).toEqual(["finished", 1]);
  });
});

it("a replay that is given more than the recorded run had says where that one ended", async () => {
  const graph = graphOf({
    entry: "a",
    nodes: [agent("a"), agent("b")],
    edges: ["a -> b", "b -> done"],
    budget: { maxTokens: 20 },
  });
  const first = stageOf({ graph, answers: () => ({ usage: { input_tokens: 20 } }) });
  await first.start();
  const recorded = await first.log();
  const { world, calls } = stageOf({ graph });
  const compile = () => graph;
  const ended = await replayRun(world, { recorded, compile, runId: "run_y" });
  const code = ended.state.failure?.code;

  const { state } = await resumeRun(closeWorld(world, recorded), {
    ...{ runId: "run_y", compile, budget: { max_tokens: "+500" } },
  });

  expect(code).toBe("BUDGET_EXCEEDED");
  expect(state.failure).toMatchObject({ code: "REPLAY_MISMATCH", node: "b" });
  expect(calls).toEqual([]);
});
