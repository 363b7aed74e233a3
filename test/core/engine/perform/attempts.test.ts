import { expect, it } from "vitest";
import { createControl } from "#core/engine/world.ts";
import type { ModelPort } from "#core/ports/model.ts";
import { toFailureDocument } from "#core/report/documents.ts";
import type { RunEvent } from "#core/run/events.ts";
import { noUsage, RunFailure } from "#core/run/failure.ts";
import {
  agent,
  compute,
  graphOf,
  human,
  join,
  router,
  schema,
  tool,
} from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Answers, Stage } from "#support/engine/world.ts";
import { createScriptedModel } from "#testing/scripted-model.ts";

const once = { max: 1, delayMs: 1000, factor: 2, maxDelayMs: 60_000 };

function line(node: ReturnType<typeof agent>, answers: Answers): Stage {
  return stageOf({ graph: graphOf({ entry: "a", nodes: [node], edges: ["a -> done"] }), answers });
}

/** Seconds from the beginning of the log at which events of a type happened. */
async function times(stage: Stage, type: RunEvent["type"]): Promise<number[]> {
  const log = await stage.log();
  const start = Date.parse(log[0]?.timestamp ?? "");
  return log
    .filter((event) => event.type === type)
    .map(({ timestamp }) => (Date.parse(timestamp) - start) / 1000);
}

it("waits as long as the server says before it tries again", async () => {
  const stage = line(agent("a"), (_, { failed }) =>
    failed < 2 ? { error: { code: "RATE_LIMITED", retryAfterMs: 90_000 } } : {},
  );

  const { state } = await stage.start();

  expect(state.status).toBe("finished");
  expect(await times(stage, "step_started")).toEqual([0, 90, 180]);
});

it("gives up on a server that wants to be left alone for long, and says until when", async () => {
  const stage = line(agent("a"), () => ({
    error: { code: "RATE_LIMITED", retryAfterMs: 3_600_000 },
  }));

  const { state } = await stage.start();

  expect(state.failure).toMatchObject({
    code: "RATE_LIMITED",
    hint: "resume after 2026-05-04 10:12:00 UTC: until then the server wants to be left alone",
    retryAt: "2026-05-04T10:12:00.000Z",
  });
  expect(state.status).toBe("failed_resumable");
  expect(toFailureDocument(state.failure)).toMatchObject({ retry_at: "2026-05-04T10:12:00.000Z" });
});

it("says until when a server wants to be left alone that was tried as often as allowed", async () => {
  const hint = "resume later";
  const stage = line(agent("a"), (_, { failed }) => ({
    error: { code: "RATE_LIMITED", hint, ...(failed < 3 ? {} : { retryAfterMs: 90_500 }) },
  }));

  const { state } = await stage.start();

  // After 4, 8 and 16 s.
  expect(state.failure).toMatchObject({
    hint: "resume after 2026-05-04 09:13:59 UTC: until then the server wants to be left alone",
    retryAt: "2026-05-04T09:13:58.500Z",
  });
});

it("leaves a hint as it is where a server has named no time", async () => {
  const stage = line(agent("a"), () => ({ error: { code: "RATE_LIMITED", hint: "resume later" } }));

  const { state } = await stage.start();

  expect(state.failure).toMatchObject({ hint: "resume later", retryAt: null });
  expect(toFailureDocument(state.failure)).not.toHaveProperty("retry_at");
});

it("makes all attempts under one key, and a resume after the failure has new ones", async () => {
  const stage = line(agent("a"), (_, { failed }) =>
    failed < 8 ? { error: { code: "RATE_LIMITED" } } : {},
  );

  await stage.start();
  const first = stage.calls.length;
  const second = await stage.resume();
  const third = await stage.resume();

  expect([first, stage.calls.length]).toEqual([4, 9]);
  expect(second.state.status).toBe("failed_resumable");
  expect(third.state.status).toBe("finished");
  expect(new Set(stage.calls.map(({ key }) => key))).toEqual(new Set(["run_x/a#0/model:0"]));
  expect(stage.calls.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

it("counts attempts that were begun because one had failed, and nothing else", async () => {
  const stage = line(agent("a"), (_, { failed }) =>
    failed < 6 ? { error: { code: "RATE_LIMITED" } } : {},
  );

  const first = (await stage.start()).state.retries;
  const last = (await stage.resume()).state.retries;

  const told = (await stage.log()).filter(({ type }) => type === "llm_retry");
  expect([first, last]).toEqual([3, 5]);
  expect(told).toHaveLength(5);
});

it("counts a retry once that a kill has cut off", async () => {
  const stage = line(agent("a"), (_, { failed }) =>
    failed < 1 ? { error: { code: "RATE_LIMITED" } } : {},
  );
  await stage.start();
  const log = await stage.log();
  const again = log.findLastIndex(({ type }) => type === "step_started");
  stage.store.put("run_x", log.slice(0, again + 1));

  const graph = graphOf({ entry: "a", nodes: [agent("a")], edges: ["a -> done"] });
  const next = stageOf({ graph, store: stage.store });
  const { state } = await next.resume();

  expect(state.activations["a#0"]?.status).toBe("finished");
  expect(state.retries).toBe(1);
});

it("takes no attempt for a retry that the run's limit had cut off", async () => {
  const budget = { unknownPrice: "error", maxTokens: 100 } as const;
  const graph = { ...graphOf({ entry: "a", nodes: [agent("a")], edges: ["a -> done"] }), budget };
  const stage = stageOf({
    graph,
    answers: (_, { failed }) =>
      failed === 0
        ? { error: { code: "BUDGET_EXCEEDED" }, usage: { output_tokens: 120 } }
        : { usage: { output_tokens: 10 } },
  });

  await stage.start();
  const { state } = await stage.resume({ budget: { max_tokens: "1000" } });

  expect(state.status).toBe("finished");
  expect(state.retries).toBe(0);
});

it("aborts a node at the very moment its time is up", async () => {
  const stage = line(tool("a", { timeoutMs: 5000 }), () => ({ durationMs: 60_000 }));

  const { state } = await stage.start();

  expect(state.failure).toMatchObject({
    code: "TIMEOUT",
    message: "`a` took longer than its `timeout` of 5 s",
    hint: "raise `timeout`, or give the node `retry`, and resume with `--file WORKFLOW --force`",
    retryable: true,
  });
  expect(await times(stage, "node_failed")).toEqual([5]);
});

it("counts what a node had used of its time when its process was gone", async () => {
  const stage = line(tool("a", { timeoutMs: 5000 }), () => ({ durationMs: 60_000 }));
  const control = createControl();
  void stage.clock.sleep(3000).then(() => control.stop({ kind: "interrupt", reason: "SIGTERM" }));

  await stage.start({ control });
  const { state } = await stage.resume();

  expect(state.failure?.code).toBe("TIMEOUT");
  expect(await times(stage, "node_failed")).toEqual([5]);
});

it("fails a node whose output doesn't fit its schema, with every field that doesn't", async () => {
  const node = { ...compute("a", {}), output: "verdict" };
  const schemas = [schema("verdict", { ok: "bool", n: "int" })];
  const stage = stageOf({
    graph: graphOf({ entry: "a", nodes: [node], edges: ["a -> done"], schemas }),
  });

  await stage.start();

  const failed = (await stage.log()).find(({ type }) => type === "node_failed");
  expect(failed?.data).toMatchObject({
    code: "SCHEMA_VALIDATION",
    error:
      "the output of `a` does not fit its schema: `ok` is missing; it must be true or false; `n` is missing; it must be a whole number",
    hint: "change the schema, or what the node gives",
    retryable: false,
  });
});

it("charges what a node had used when its time was up", async () => {
  const usage = { ...noUsage, input_tokens: 900, cost_usd: 0.5, cost_source: "reported" as const };
  const failure = { code: "EXECUTION_FAILED", message: "ended", retryable: false, usage } as const;
  const models: ModelPort = {
    ...createScriptedModel([]),
    generate: (_request, { signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(new RunFailure(failure)));
      }),
  };
  const stage = stageOf({
    graph: graphOf({
      entry: "a",
      nodes: [agent("a", { timeoutMs: 5000 })],
      edges: ["a -> done"],
    }),
    more: { models },
  });

  const { state } = await stage.start();

  expect(state.failure?.code).toBe("TIMEOUT");
  expect(state.spent).toMatchObject({ input_tokens: 900, cost_usd: 0.5 });
});

it("gives a node that may try again a new clock", async () => {
  const stage = line(tool("a", { timeoutMs: 5000, retry: once }), (_, { failed }) => ({
    durationMs: failed === 0 ? 60_000 : 4000,
  }));

  const { state } = await stage.start();

  expect(state.status).toBe("finished");
  expect(await times(stage, "step_started")).toEqual([0, 6]);
});

it("ends an invocation when its time is up, and nothing in it has failed", async () => {
  const stage = line(agent("a"), (_, { count }) => ({ durationMs: count === 0 ? 60_000 : 1000 }));

  const { state } = await stage.start({ timeoutMs: 10_000 });
  const resumed = await stage.resume();

  expect(state.failure).toMatchObject({ code: "TIMEOUT", retryable: true });
  expect(state.activations["a#0"]).toMatchObject({ status: "started", attempt: 1 });
  expect(resumed.state.activations["a#0"]).toMatchObject({ status: "finished", attempt: 1 });
});

it("counts the time of an invocation on over a gate that is answered at once", async () => {
  const graph = graphOf({
    entry: "a",
    nodes: [agent("a"), human("g"), agent("b")],
    edges: ["a -> g", "g -> b", "b -> done"],
  });
  const stage = stageOf({
    graph,
    answers: () => ({ durationMs: 6000 }),
    more: {
      human: {
        ask: () =>
          Promise.resolve({
            answers: { approved: "true", reason: "" },
            by: "ada",
            via: "terminal",
          }),
      },
    },
  });

  const { state } = await stage.start({ timeoutMs: 10_000 });

  expect(state.failure?.code).toBe("TIMEOUT");
  expect(await times(stage, "run_failed")).toEqual([10]);
});

it("tells a run that a person stopped from one that its host stopped", async () => {
  const ends: unknown[] = [];
  for (const kind of ["cancel", "interrupt", "soft"] as const) {
    const control = createControl();
    const stage = line(agent("a"), () => {
      control.stop({ kind, reason: "why" });
      return { durationMs: 1000 };
    });
    const { state } = await stage.start({ control });
    const log = await stage.log();
    ends.push([kind, state.status, log.filter(({ type }) => type === "step_finished").length]);
    expect((await stage.resume()).state.status).not.toBe("failed");
  }

  expect(ends).toEqual([
    ["cancel", "cancelled", 0],
    ["interrupt", "failed_resumable", 0],
    ["soft", "failed_resumable", 1],
  ]);
});

it("says nothing of a lost conversation once the run is over", async () => {
  const graph = graphOf({
    entry: "a",
    nodes: [agent("a"), router("f"), agent("b", { session: "inherit" }), agent("c"), join("j")],
    edges: ["a -> f", "f -> b", "f -> c", "b -> j", "c -> j", "j -> done"],
  });
  const stage = stageOf({ graph });
  await stage.start();
  const log = await stage.log();
  const started = log.findIndex(({ type, node_id: id }) => type === "step_started" && id === "b");
  stage.store.put("run_x", log.slice(0, started));

  const next = stageOf({ graph, store: stage.store });
  const { state } = await next.resume();

  const types = (await next.log()).map(({ type }) => type);
  expect(state.status).toBe("finished");
  expect(types.filter((type) => type === "session_lost")).toHaveLength(1);
  expect(types.at(-1)).toBe("run_finished");
});
