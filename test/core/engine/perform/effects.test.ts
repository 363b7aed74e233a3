import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { createVirtualClock } from "#adapters/clocks/virtual.ts";
import { createSimulator } from "#adapters/simulator/index.ts";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { resumeRun, startRun } from "#core/engine/lifecycle.ts";
import type { World } from "#core/engine/world.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { Effect } from "#core/run/effect.ts";
import type { RunEvent } from "#core/run/events.ts";
import { createPlan } from "#core/run/plan.ts";
import { openSnapshot, readSnapshot, writeSnapshot } from "#core/run/snapshot/snapshot.ts";
import { compileSource, standard } from "#core/standard.ts";

const text = `tool say:
  command: "say"

workflow w:
  entry: say
  say -> done
`;

const sha256 = (source: string): string => createHash("sha256").update(source).digest("hex");

/** A run of one command that writes twice; the world is lost at some event. */
function open(): {
  readonly writes: string[];
  readonly looked: Effect[];
  run(lostAt?: (event: RunEvent) => boolean): Promise<unknown>;
  resume(): ReturnType<typeof resumeRun>;
} {
  const graph = compiled();
  const store = createMemoryStore();
  const writes: string[] = [];
  const looked: Effect[] = [];
  const worldOf = (lostAt: (event: RunEvent) => boolean): World => {
    const clock = createVirtualClock(Date.parse("2026-05-04T09:00:00.000Z"));
    return {
      ...createSimulator({ graph, clock }),
      shell: {
        async run(_, { effects }) {
          for (const body of ["one", "two"]) {
            const wanted = { kind: "comment", target: "#42", digest: sha256(body) };
            if (effects === undefined) continue;
            const { effect, again } = await effects.intend(wanted);
            if (effect.receipt !== null) continue;
            if (again) looked.push(effect);
            else writes.push(body);
            await effects.done(effect, { id: writes.length });
          }
          return { exitCode: 0, signal: null, stdout: "{}", stderr: "", durationMs: 0 };
        },
      },
      clock,
      store,
      kinds: standard.kinds,
      engineVersion: "0.0.0",
      process: { pid: 1, host: "here" },
      sha256,
      afterDurable(event) {
        if (lostAt(event)) throw new Error("lost");
      },
    };
  };
  const planned = createPlan({
    graph,
    source: { path: "w.iter", text, sha256: sha256(text) },
    given: [],
    simulated: true,
  });
  if ("refusal" in planned) throw planned.refusal;
  return {
    writes,
    looked,
    run: (lostAt = () => false) =>
      startRun(worldOf(lostAt), planned.plan, { runId: "run_x" }).catch((fault: unknown) => fault),
    resume: () =>
      resumeRun(
        worldOf(() => false),
        { runId: "run_x", compile: compiled },
      ),
  };
}

function compiled(): Graph {
  const { graph } = compileSource("w.iter", new TextEncoder().encode(text), { sha256 });
  if (graph === null) throw new Error("the workflow has errors");
  return graph;
}

it("records an effect before and after it is made", async () => {
  const stage = open();

  const { state } = (await stage.run()) as Awaited<ReturnType<typeof resumeRun>>;

  expect(stage.writes).toEqual(["one", "two"]);
  expect(Object.values(state.effects)).toMatchObject([
    { id: sha256("run_x|say#0|0").slice(0, 32), kind: "comment", receipt: { id: 1 } },
    { id: sha256("run_x|say#0|1").slice(0, 32), target: "#42", receipt: { id: 2 } },
  ]);
  const { document, pages } = openSnapshot(writeSnapshot(state, sha256), sha256);
  const kept = readSnapshot(document, pages);
  expect({ ...kept.effects }).toEqual({ ...state.effects });
});

it("gives an effect back as a lost job left it: done, or to be looked for", async () => {
  const stage = open();
  let intended = 0;
  await stage.run(({ type }) => {
    if (type === "effect_intended") intended += 1;
    return intended === 2;
  });
  expect(stage.writes).toEqual(["one"]);

  const { state } = await stage.resume();

  expect(state.status).toBe("finished");
  expect(stage.writes).toEqual(["one"]);
  expect(stage.looked.map(({ digest }) => digest)).toEqual([sha256("two")]);
});
