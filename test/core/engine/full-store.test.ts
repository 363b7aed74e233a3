import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { createVirtualClock } from "#adapters/clocks/virtual.ts";
import { createSimulator } from "#adapters/simulator/index.ts";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { resumeRun, startRun } from "#core/engine/lifecycle.ts";
import type { World } from "#core/engine/world.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { RunStore, RunWriter } from "#core/ports/store.ts";
import { Refusal } from "#core/run/failure.ts";
import { createPlan } from "#core/run/plan.ts";
import { compileSource, standard } from "#core/standard.ts";

const text = `agent a:
  model: "simulate/any"
  publish: text

router fan:
  mode: fan_out_all

agent b:
  model: "simulate/any"

agent c:
  model: "simulate/any"

join d:
  strategy: wait_all

workflow w:
  entry: a
  a -> fan
  fan -> b
  fan -> c
  b -> d
  c -> d
  d -> done
`;

const sha256 = (source: string): string => createHash("sha256").update(source).digest("hex");
const graph = readGraph();

function readGraph(): Graph {
  const compiled = compileSource("w.iter", text, { sha256 });
  if (compiled.graph === null) throw new Error("the workflow has errors");
  return compiled.graph;
}

function createWorld(store: RunStore): World {
  const clock = createVirtualClock(Date.parse("2026-05-04T09:00:00.000Z"));
  return {
    ...createSimulator({ graph, clock }),
    clock,
    store,
    kinds: standard.kinds,
    engineVersion: "0.0.0",
    process: { pid: 1, host: "here" },
    sha256,
  };
}

/** The store, but every append from the n-th on fails: at once, or a while later. */
function fullFrom(store: RunStore, nth: number, late: boolean): RunStore {
  const full = new Refusal("STORE_FAILED", "no space is left");
  let appends = 0;
  const limit = (writer: RunWriter): RunWriter => ({
    epoch: writer.epoch,
    append(events) {
      appends += 1;
      if (appends < nth)
        return late ? Promise.resolve(writer.append(events)) : writer.append(events);
      if (late) return Promise.reject(full);
      throw full;
    },
    check: () => writer.check(),
    checkLock: () => writer.checkLock(),
    writeFile: (path, content) => writer.writeFile(path, content),
    onCancelRequest: (listener) => writer.onCancelRequest(listener),
    release: () => writer.release(),
  });
  return { ...store, create: async (runId) => limit(await store.create(runId)) };
}

async function codeOf(run: Promise<unknown>): Promise<string> {
  return run.then(
    () => "finished",
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );
}

it.each([
  ["at once", false],
  ["a while later", true],
])(
  "a store that fails %s stops the run at any append, and a resume finishes it",
  async (_, late) => {
    const planned = createPlan({ graph, source: { path: "w.iter", text, sha256: sha256(text) } });
    if (!("plan" in planned)) throw planned.refusal;
    const ends: string[] = [];

    for (let nth = 1; ends.at(-1) !== "finished"; nth += 1) {
      const store = createMemoryStore();
      const world = createWorld(fullFrom(store, nth, late));
      ends.push(await codeOf(startRun(world, planned.plan, { runId: "r1" })));
      if (!(await store.exists("r1"))) continue;
      const { events } = await store.read("r1");
      if (events.at(-1)?.type === "run_finished") continue;
      const resumed = await resumeRun(createWorld(store), { runId: "r1", compile: () => graph });
      expect(resumed.state.status).toBe("finished");
    }

    expect(ends.length).toBeGreaterThan(5);
    expect(new Set(ends.slice(0, -1))).toEqual(new Set(["STORE_FAILED"]));
  },
);
