/** Replays of runs that stood for several reasons and went on. Spec: runtime §28. */
import { expect, it } from "vitest";
import { replayRun } from "#core/engine/lifecycle.ts";
import { createControl } from "#core/engine/world.ts";
import type { RunEvent } from "#core/run/events.ts";
import { agent, graphOf, human, router } from "#support/engine/graph.ts";
import { replay } from "#support/engine/replay.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Answers } from "#support/engine/world.ts";

const asked = graphOf({
  entry: "ask",
  nodes: [human("ask"), agent("work"), human("check")],
  edges: ["ask -> work", "work -> check", "check -> done"],
});
const alone = graphOf({ entry: "work", nodes: [agent("work")], edges: ["work -> done"] });
const yes = [{ gate: null, answers: { approved: true, reason: "" } }];

/** Fails so often. */
const failing =
  (times: number): Answers =>
  (_, { failed }) =>
    failed < times ? { error: { code: "TOOL_FAILED" } } : { output: { ok: true } };

const resumes = (log: readonly RunEvent[]) => log.filter(({ type }) => type === "run_resumed");

it("ends with the failure behind a gate that was answered", async () => {
  const stage = stageOf({ graph: asked, answers: failing(1) });
  await stage.start();
  await stage.resume({ answers: yes });

  const { state, log, calls } = await replay(asked, stage);

  expect(state.failure).toMatchObject({ code: "TOOL_FAILED", node: "work" });
  expect(resumes(log)).toEqual([]);
  expect(calls).toEqual([]);
});

it("ends with the failure of a run that had been cancelled before", async () => {
  const stage = stageOf({ graph: alone, answers: failing(1) });
  const control = createControl();
  control.stop({ kind: "cancel", reason: "signal" });
  await stage.start({ control });
  await stage.resume();

  const { state, log } = await replay(alone, stage);

  expect(state.failure?.code).toBe("TOOL_FAILED");
  expect(resumes(log)).toEqual([]);
});

it("goes on after each failure that went on, and after no other", async () => {
  const stage = stageOf({ graph: asked, answers: failing(3) });
  await stage.start();
  await stage.resume({ answers: yes });
  await stage.resume();
  await stage.resume();

  const { state, log } = await replay(asked, stage);

  expect(state.failure?.code).toBe("TOOL_FAILED");
  expect(resumes(log)).toHaveLength(2);
});

it("has the limit that was raised while a question was open", async () => {
  const budget = { maxTokens: 10 };
  const graph = graphOf({
    ...{ entry: "ask", nodes: [human("ask"), agent("a"), agent("b")], budget },
    edges: ["ask -> a", "a -> b", "b -> done"],
  });
  const stage = stageOf({ graph, answers: () => ({ usage: { input_tokens: 8 } }) });
  await stage.start();
  await stage.resume({ answers: yes, budget: { max_tokens: "+50" } });

  const { state, log } = await replay(graph, stage);

  expect(state.status).toBe("finished");
  expect(state.limits.maxTokens).toBe(60);
  expect(resumes(log)).toMatchObject([{ data: { resumed_from: "paused", replayed: true } }]);
});

it("goes back from the question at which the run went back", async () => {
  const stage = stageOf({ graph: asked });
  await stage.start();
  await stage.resume({ answers: yes });
  await stage.resume({ from: "work" });
  await stage.resume({ answers: yes });

  const { state, log } = await replay(asked, stage);

  expect(state.status).toBe("finished");
  expect(resumes(log)).toMatchObject([{ data: { from: "work#0", restart_node: "work" } }]);
});

it("is answered no sooner than others have come as far", async () => {
  const graph = graphOf({
    entry: "fan",
    nodes: [router("fan"), human("quick"), agent("slow")],
    edges: ["fan -> quick", "fan -> slow", "quick -> fail", "slow -> done"],
  });
  const stage = stageOf({ graph, answers: () => ({ durationMs: 5_000 }) });
  await stage.start();
  await stage.resume({ answers: yes });

  const { state, log } = await replay(graph, stage);

  expect(state.branches["fan#0.slow"]?.status).toBe("ended");
  expect(log.map(({ type }) => type)).not.toContain("run_paused");
});

it("goes on as recorded when it was killed where it stood", async () => {
  const stage = stageOf({ graph: asked, answers: failing(2) });
  await stage.start();
  await stage.resume({ answers: yes });
  await stage.resume();
  const whole = await replay(asked, stage);
  const stood = whole.log.findIndex(({ type }) => type === "run_failed");

  const { state, log } = await replay(asked, stage, whole.log.slice(0, stood + 1));

  expect(state.failure?.code).toBe("TOOL_FAILED");
  expect(log.map(({ type }) => type)).toEqual(whole.log.map(({ type }) => type));
});

it("stays stopped when somebody stops the replay itself", async () => {
  const stage = stageOf({ graph: alone, answers: failing(1) });
  await stage.start();
  await stage.resume();
  const control = createControl();
  control.stop({ kind: "cancel", reason: "signal" });

  const again = stageOf({ graph: alone });
  const { state } = await replayRun(again.world, {
    ...{ recorded: await stage.log(), compile: () => alone, runId: "run_again", control },
  });

  expect(state.status).toBe("cancelled");
  expect(resumes(await again.log("run_again"))).toEqual([]);
});
