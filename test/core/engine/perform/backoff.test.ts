import { expect, it } from "vitest";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { agent, graphOf } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";

const graph = graphOf({ entry: "a", nodes: [agent("a")], edges: ["a -> done"] });
const begun = Date.parse("2026-05-04T09:12:00.000Z");

it("of a run that was killed in it is no longer than was said, though the clock has been set back", async () => {
  const first = stageOf({
    graph,
    startMs: begun,
    answers: (_, { failed }) =>
      failed === 0 ? { error: { code: "NETWORK", retryable: true } } : {},
  });
  await first.start();
  const log = await first.log();
  const retry = log.findIndex(({ type }) => type === "llm_retry");
  const store = createMemoryStore();
  store.put("run_x", log.slice(0, retry + 1));
  const later = stageOf({ graph, store, startMs: begun - 3_600_000 });

  const { state } = await later.resume();

  expect(retry).toBeGreaterThan(0);
  expect([state.status, later.clock.now() - begun + 3_600_000]).toEqual(["finished", 1_000]);
});
