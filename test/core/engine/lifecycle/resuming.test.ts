import { expect, it } from "vitest";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { cancelRun } from "#core/engine/lifecycle.ts";
import type { RunStore, StoredLog } from "#core/ports/store.ts";
import { agent, graphOf, human, router, join } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Answers } from "#support/engine/world.ts";

const line = graphOf({ entry: "a", nodes: [agent("a")], edges: ["a -> done"] });
const twoGates = graphOf({
  entry: "f",
  nodes: [router("f"), human("a"), human("b", { minAnswers: 2 }), join("j")],
  edges: ["f -> a", "f -> b", "a -> j", "b -> j", "j -> done"],
});
const yes = { approved: true, reason: "" };

/** A store whose log has a torn line the first so many times that it is read. */
function tornFor(store: RunStore, reads: number): RunStore {
  let left = reads;
  return {
    ...store,
    async read(runId): Promise<StoredLog> {
      const log = await store.read(runId);
      return left-- > 0 ? { ...log, repaired: { droppedBytes: 7, ignoredLines: 0 } } : log;
    },
  };
}

async function begun(graph = line): Promise<ReturnType<typeof createMemoryStore>> {
  const store = createMemoryStore();
  const stage = stageOf({ graph, store });
  await stage.start();
  const log = await stage.log();
  store.put("run_x", log.slice(0, 2));
  return store;
}

it("says first what it has cut off the log", async () => {
  const store = await begun();
  const stage = stageOf({ graph: line, store, more: { store: tornFor(store, 2) } });

  await stage.resume();

  const [, , first] = await stage.log();
  expect(first).toMatchObject({ type: "log_repaired", data: { dropped_bytes: 7 } });
});

it("says nothing of a line that another process was about to finish", async () => {
  const store = await begun();
  const stage = stageOf({ graph: line, store, more: { store: tornFor(store, 1) } });

  await stage.resume();

  expect((await stage.log()).map(({ type }) => type)).not.toContain("log_repaired");
});

it("says what it has cut off before it cancels", async () => {
  const store = await begun();
  const { world } = stageOf({ graph: line, store, more: { store: tornFor(store, 9) } });

  await cancelRun(world, { runId: "run_x" });

  const types = (await store.read("run_x")).events.slice(2).map(({ type }) => type);
  expect(types).toEqual(["log_repaired", "run_cancelled"]);
});

it("takes fields for one gate under several of its names as one answer", async () => {
  const stage = stageOf({ graph: twoGates });
  await stage.start();

  const { state, rejected } = await stage.resume({
    answers: [
      { gate: "g1", answers: { approved: true } },
      { gate: "a", answers: { reason: "fine" } },
    ],
  });

  expect(rejected).toEqual([]);
  expect(state.interactions["run_x_f-0.a_a-0"]?.answers).toEqual({
    approved: true,
    reason: "fine",
  });
  expect(state.interactions["run_x_f-0.a_a-0"]?.submissions).toHaveLength(1);
});

it("refuses an answer that is half data and half text, and records nothing", async () => {
  const stage = stageOf({ graph: twoGates });
  await stage.start();
  const before = await stage.log();

  const resumed = stage.resume({
    answers: [
      { gate: "g1", answers: { approved: true } },
      { gate: "a", answers: { reason: "fine" }, text: true },
    ],
  });

  await expect(resumed).rejects.toMatchObject({ code: "ANSWER_INVALID" });
  expect(await stage.log()).toHaveLength(before.length);
});

it("keeps nothing if one of several answers is wrong", async () => {
  const stage = stageOf({ graph: twoGates });
  await stage.start();

  const { state, rejected } = await stage.resume({
    answers: [
      { gate: "g1", answers: yes },
      { gate: "g2", answers: { approved: "perhaps" } },
    ],
  });

  expect(rejected.map(({ gate }) => gate)).toEqual(["g2"]);
  expect(state.status).toBe("paused_waiting_human");
  expect(Object.values(state.interactions).flatMap(({ submissions }) => submissions)).toEqual([]);
});

it("goes on with two gates in any order, each in a resume of its own", async () => {
  const stage = stageOf({ graph: twoGates });
  await stage.start();

  const second = await stage.resume({ by: "bob", answers: [{ gate: "g2", answers: yes }] });
  const first = await stage.resume({ answers: [{ gate: "g1", answers: yes }] });
  const again = await stage.resume({ by: "bob", answers: [{ gate: "b", answers: yes }] });
  const { state } = await stage.resume({ by: "eve", answers: [{ gate: "b", answers: yes }] });

  expect(second.state.status).toBe("paused_waiting_human");
  expect(first.state.status).toBe("paused_waiting_human");
  expect(again.rejected).toEqual([
    { gate: "g2", errors: [{ field: null, message: "bob has answered already" }] },
  ]);
  expect(state.status).toBe("finished");
});

it("drops a limit that a new text does not have", async () => {
  const limited = graphOf({ ...sketch, budget: { maxTokens: 10 } });
  const free = { ...graphOf(sketch), hash: "sha256:other" };
  const stage = stageOf({ graph: limited, answers: () => ({ usage: { input_tokens: 10 } }) });
  await stage.start();

  const { state } = await stage.resume({
    compile: ({ text }) => (text === "new" ? free : limited),
    source: { path: "tested.iter", text: "new", sha256: "00" },
    force: true,
  });

  expect(state.status).toBe("finished");
  expect(state.limits).toEqual({ unknownPrice: "error" });
  expect((await stage.log()).at(-1)?.type).toBe("run_finished");
});

const sketch = {
  entry: "a",
  nodes: [agent("a"), agent("b")],
  edges: ["a -> b", "b -> done"],
} as const;

it("refuses to rearm a loop that the workflow does not have", async () => {
  const store = await begun();
  const stage = stageOf({ graph: line, store });
  const before = (await stage.log()).length;

  await expect(stage.resume({ rearm: ["refine"] })).rejects.toMatchObject({
    code: "RESUME_INVALID",
    message: "the workflow has no loop `refine`",
  });
  expect(await stage.log()).toHaveLength(before);
});

it("performs nothing in a branch that a sibling's failure has settled meanwhile", async () => {
  const graph = graphOf({
    entry: "f",
    nodes: [
      ...[router("f"), router("g"), agent("other"), agent("slow"), agent("quick")],
      ...[join("j", { require: ["other"] }), join("m", { await: "best_effort" })],
    ],
    edges: [
      ...["f -> g", "f -> other", "g -> slow", "g -> quick", "slow -> done"],
      ...["quick -> j", "j -> m", "other -> m", "m -> done"],
    ],
  });
  const answers: Answers = ({ nodeId }) => ({ durationMs: nodeId === "quick" ? 1_000 : 5_000 });
  const first = stageOf({ graph, answers });
  await first.start();
  const log = await first.log();
  const ended = log.findIndex(
    ({ type, node_id: node }) => type === "node_finished" && node === "quick",
  );
  const store = createMemoryStore();
  store.put("run_x", log.slice(0, ended + 1));
  const stage = stageOf({ graph, answers, store });

  const { state } = await stage.resume();

  expect(state.branches["f#0.g/g#0.slow"]?.status).toBe("cancelled");
  expect(stage.calls.map(({ nodeId }) => nodeId)).toEqual(["other"]);
});
