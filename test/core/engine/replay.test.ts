import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createVirtualClock } from "#adapters/clocks/virtual.ts";
import { createSimulator } from "#adapters/simulator/index.ts";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { replayRun } from "#core/engine/lifecycle.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import type { RunEvent } from "#core/run/events.ts";
import { findCases } from "#testing/packs/find-cases.ts";
import { playInProcess } from "#testing/packs/runs/in-process.ts";
import { edgesOf, statusOf } from "#core/report/check/log-view.ts";
import { playScenario } from "#testing/packs/runs/play.ts";
import { readScenario } from "#testing/packs/runs/read-scenario.ts";
import type { Scenario } from "#testing/packs/runs/scenario.ts";
import { graphOfSource } from "#testing/packs/subject.ts";
import { expectInvariants } from "#support/engine/invariants.ts";
import { stageOf } from "#support/engine/world.ts";

const scenarios = findCases(join(import.meta.dirname, "../../cases/runs"))
  .map(({ path }) => readScenario(path))
  .filter(({ phases }) =>
    phases.every(({ run, resume, tear }) => !run?.replay && !resume?.force && !tear),
  );

/** The replay of a log, in a world of its own. */
async function replay(
  recorded: readonly RunEvent[],
  { env, source }: Pick<Scenario, "env"> & { readonly source?: { path: string; text: string } },
) {
  const store = createMemoryStore();
  const clock = createVirtualClock(Date.parse("2026-06-01T09:00:00.000Z"));
  const compile = (text: { path: string; text: string }) => graphOfSource(text, env);
  const graph = compile(fold(recorded).source);
  const { world, calls } = stageOf({ graph, store, more: { clock } });
  const { tools } = createSimulator({ graph, clock });
  const { state } = await replayRun(
    { ...world, tools },
    { recorded, compile, runId: "run_again", ...(source === undefined ? {} : { source }) },
  );
  return { log: (await store.read("run_again")).events, state, calls };
}

async function record(name: string): Promise<readonly RunEvent[]> {
  return (await playScenario(scenarioOf(name), playInProcess, createMemoryStore)).log;
}

function scenarioOf(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`There is no scenario ${name}.`);
  return found;
}

/** What a run came to, whatever its ids and times. */
function outcomeOf(log: readonly RunEvent[]): unknown {
  const state = fold(log);
  const finished = Object.values(state.activations).filter(({ status }) => status === "finished");
  const { input_tokens, output_tokens, cost_usd, iterations } = state.spent;
  return {
    status: statusOf(log),
    code: state.failure?.code ?? null,
    output: state.output,
    edges: edgesOf(log),
    outputs: Object.fromEntries(
      finished.map(({ id, output }) => [id, JSON.parse(JSON.stringify(output)) as unknown]),
    ),
    artifacts: state.artifacts,
    spent: { input_tokens, output_tokens, cost_usd, iterations },
  };
}

describe.concurrent("every scenario", () => {
  it.for(scenarios)("$name goes the same way", async (scenario) => {
    const { log: recorded } = await playScenario(scenario, playInProcess, createMemoryStore);
    if (recorded.length === 0) return;

    const { log, state, calls } = await replay(recorded, scenario);

    expect(outcomeOf(log)).toEqual(outcomeOf(recorded));
    expect(calls).toEqual([]);
    expectInvariants(log, state);
  });
});

it("takes as long as the recorded run, and tells what it told", async () => {
  const recorded = await record("budget-tokens");

  const { log } = await replay(recorded, { env: {} });

  const steps = (events: readonly RunEvent[]) =>
    events
      .filter(({ type }) => /^(step_finished|llm_)/.test(type))
      .map(({ type, timestamp, data }) => ({
        type,
        data,
        ms: Date.parse(timestamp) - Date.parse(events[0]?.timestamp ?? ""),
      }));
  expect(steps(log)).toEqual(steps(recorded));
});

it("names the run that it replays", async () => {
  const { log } = await replay(await record("linear-publish"), { env: {} });

  expect(log[0]).toMatchObject({ type: "run_started", data: { replay_of: "run_case" } });
});

describe.concurrent("a run that was cut off", () => {
  it.for([
    "nested-forks",
    "loop-in-a-branch",
    "r12-agent-asks-and-goes-on",
    "r11-rate-limited-node-runs-again",
  ])("goes as far as %s had come, wherever that was", async (name) => {
    const recorded = await record(name);

    for (let length = 2; length < recorded.length; length += 1) {
      const kept = recorded.slice(0, length);
      const { log } = await replay(kept, { env: {} });

      const results = (events: readonly RunEvent[]) =>
        events
          .filter(({ type, data }) => type === "step_finished" && data?.["result"] !== undefined)
          .map(({ activation_id: id, data }) => `${id ?? ""}/${JSON.stringify(data?.["step"])}`)
          .sort();
      expect(results(log)).toEqual(results(kept));
      expect(fold(log).failure?.code).not.toBe("REPLAY_MISMATCH");
      expect(statusOf(log)).not.toBe("running");
    }
  });
});

it("fails at a step that the recorded run never made", async () => {
  const recorded = await record("linear-publish");
  const [gone] = recorded.filter(({ type }) => type === "step_finished").slice(-1);
  const damaged = recorded.filter(
    ({ type, activation_id: id }) => !type.startsWith("step_") || id !== gone?.activation_id,
  );

  const { state } = await replay(damaged, { env: {} });

  expect(state.status).toBe("failed_resumable");
  expect(state.failure).toMatchObject({ code: "REPLAY_MISMATCH", node: gone?.node_id });
  expect(state.failure?.hint).toContain("iter inspect --run-id run_case");
});

it("takes a file that means the same, and refuses another", async () => {
  const recorded = await record("linear-publish");
  const { path, text } = fold(recorded).source;

  const same = await replay(recorded, { env: {}, source: { path, text: `## More.\n${text}` } });
  const other = replay(recorded, {
    env: {},
    source: { path, text: text.replaceAll("done", "fail") },
  });

  expect(same.state.status).toBe("finished");
  await expect(other).rejects.toMatchObject({ code: "SOURCE_CHANGED" });
});

it("refuses a run that went on with another text", async () => {
  const recorded = await record("linear-publish");
  const forced = recorded.map((event) =>
    event.type === "run_finished"
      ? { ...event, type: "run_resumed" as const, data: { forced: true } }
      : event,
  );

  await expect(replay(forced, { env: {} })).rejects.toMatchObject({ code: "RESUME_INVALID" });
});
