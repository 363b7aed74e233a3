/** What is done before another process may have the run. Spec: runtime §21. */
import { expect, it } from "vitest";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import type { RunStore } from "#core/ports/store.ts";
import { Refusal } from "#core/run/failure.ts";
import type { RunState } from "#core/run/state.ts";
import { graphOf, human, tool } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Stage } from "#support/engine/world.ts";

const graph = graphOf({
  entry: "gate",
  nodes: [human("gate"), tool("last")],
  edges: ["gate -> last", "last -> done"],
});

/** A run, and how it stood each time that it was let go, and by whom it was held then. */
function watched(): { readonly stage: Stage; readonly seen: (readonly [string, boolean])[] } {
  const store = createMemoryStore();
  const seen: (readonly [string, boolean])[] = [];
  const beforeRelease = async ({ runId, status }: RunState): Promise<void> => {
    seen.push([status, (await store.holder(runId)) !== undefined]);
  };
  return { stage: stageOf({ graph, store, more: { beforeRelease } }), seen };
}

it("is done at a pause, when answers are refused, and at the end", async () => {
  const { stage, seen } = watched();

  await stage.start();
  await stage.resume({ answers: [{ gate: null, answers: { approved: "perhaps" } }] });
  await stage.resume({ answers: [{ gate: null, answers: { approved: true, reason: "" } }] });

  expect(seen).toEqual([
    ["paused_waiting_human", true],
    ["paused_waiting_human", true],
    ["finished", true],
  ]);
  expect(await stage.store.holder("run_x")).toBeUndefined();
});

it("is not done for a run that is refused", async () => {
  const { stage, seen } = watched();
  await stage.start();
  const writer = await stage.store.acquire("run_x");

  await expect(stage.resume()).rejects.toMatchObject({ code: "RUN_LOCKED" });

  expect(seen).toHaveLength(1);
  await writer.release();
});

it("is not done for a run that is another process's by then", async () => {
  const store = createMemoryStore();
  const seen: RunState[] = [];
  const taken: RunStore = {
    ...store,
    async create(runId) {
      const writer = await store.create(runId);
      return {
        ...writer,
        check() {
          if (store.files(runId).has("run.json")) throw new Refusal("FENCED", "taken over");
        },
      };
    },
  };
  const more = {
    store: taken,
    caches: () => [{ path: "run.json", content: "{}" }],
    beforeRelease: (state: RunState) => Promise.resolve(void seen.push(state)),
  };

  await expect(stageOf({ graph, store, more }).start()).rejects.toMatchObject({ code: "FENCED" });

  expect(seen).toEqual([]);
});
