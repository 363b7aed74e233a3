/** A process that slept while another one took its run makes no call because of what it had written before. */
import { expect, it } from "vitest";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import type { RunStore, RunWriter } from "#core/ports/store.ts";
import { Refusal } from "#core/run/failure.ts";
import { agent, graphOf, tool } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";

/** The store, whose run is another one's after the n-th group, at once or once a shared sync is done. */
function takenAfter(store: RunStore, nth: number, late: boolean): RunStore {
  let groups = 0;
  const watch = (writer: RunWriter): RunWriter => ({
    ...writer,
    append(events) {
      groups += 1;
      const written = writer.append(events);
      return late ? Promise.resolve(written) : written;
    },
    checkLock() {
      if (groups >= nth) throw new Refusal("FENCED", "another process has taken the run over");
    },
  });
  return { ...store, create: async (runId) => watch(await store.create(runId)) };
}

const graph = graphOf({
  entry: "first",
  nodes: [tool("first"), agent("second")],
  edges: ["first -> second", "second -> done"],
});

it.each([
  ["a log of its own", false],
  ["a log that runs share", true],
])("with %s", async (_, late) => {
  const store = createMemoryStore();
  const stage = stageOf({ graph, store, more: { store: takenAfter(store, 2, late) } });

  await expect(stage.start()).rejects.toMatchObject({ code: "FENCED" });

  expect(stage.calls.map(({ nodeId }) => nodeId)).toEqual(["first"]);
  expect((await stage.log()).at(-1)).toMatchObject({ type: "step_started", node_id: "second" });
});
