import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { graphOf, human } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

it("keeps nothing of a run that waits for a person", async () => {
  const kept = await pause();

  for (let round = 0; round < 10 && kept.deref() !== undefined; round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }

  expect(kept.deref()).toBeUndefined();
});

/** The state of a run that is paused, which nobody holds any longer. */
async function pause(): Promise<WeakRef<object>> {
  const graph = graphOf({ entry: "gate", nodes: [human("gate")], edges: ["gate -> done"] });
  const { state } = await stageOf({ graph, store: createMemoryStore() }).start();
  expect(state.status).toBe("paused_waiting_human");
  return new WeakRef(state);
}
