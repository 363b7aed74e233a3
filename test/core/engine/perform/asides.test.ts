import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { createVirtualClock } from "#adapters/clocks/virtual.ts";
import { createSimulator } from "#adapters/simulator/index.ts";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { carryOut, resumeRun, startRun } from "#core/engine/lifecycle.ts";
import type { GivenAnswers, ResumeOptions, RunResult, World } from "#core/engine/world.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { Fields } from "#core/graph/value.ts";
import type { AsideQuestion, EffectLog } from "#core/ports/effects.ts";
import type { ToolQuestion } from "#core/ports/tool.ts";
import { isOpenGate } from "#core/run/state.ts";
import type { Interaction } from "#core/run/state.ts";
import { createPlan } from "#core/run/plan.ts";
import { compileSource, standard } from "#core/standard.ts";

const text = `tool say:
  command: "say"

workflow w:
  entry: say
  say -> done
`;
const sha256 = (source: string): string => createHash("sha256").update(source).digest("hex");
const started: AsideQuestion = {
  about: "effect-unknown",
  text: "Was it started?",
  fields: [{ name: "happened", type: "string", enum: ["yes", "no"] }],
  facts: { effect: "1" },
};

/** A run of one command that does with the log of its effects what it is told to. */
function open(work: (effects: EffectLog) => Promise<ToolQuestion | undefined>): {
  run(): Promise<RunResult>;
  resume(answers?: readonly GivenAnswers[], more?: Partial<ResumeOptions>): Promise<RunResult>;
  carry(make: (effects: EffectLog) => Promise<Fields>): Promise<readonly GivenAnswers[]>;
} {
  const graph = compiled();
  const clock = createVirtualClock(Date.parse("2026-05-04T09:00:00.000Z"));
  const world: World = {
    ...createSimulator({ graph, clock }),
    shell: {
      async run(_, { effects }) {
        const question = effects === undefined ? undefined : await work(effects);
        const ended = { exitCode: 0, signal: null, stdout: "{}", stderr: "", durationMs: 0 };
        return { ...ended, ...(question === undefined ? {} : { question, made: [] }) };
      },
    },
    clock,
    store: createMemoryStore(),
    kinds: standard.kinds,
    engineVersion: "0.0.0",
    process: { pid: 1, host: "here" },
    sha256,
  };
  const source = { path: "w.iter", text, sha256: sha256(text) };
  const planned = createPlan({ graph, source, given: [], simulated: true });
  if ("refusal" in planned) throw planned.refusal;
  return {
    run: () => startRun(world, planned.plan, { runId: "run_x" }),
    resume: (answers = [], more = {}) =>
      resumeRun(world, { runId: "run_x", compile: compiled, by: "monalisa", answers, ...more }),
    carry: (make) => carryOut(world, "run_x", ({ effects }) => make(effects)),
  };
}

function compiled(): Graph {
  const { graph } = compileSource("w.iter", new TextEncoder().encode(text), { sha256 });
  if (graph === null) throw new Error("the workflow has errors");
  return graph;
}

function openIn({ state }: RunResult): readonly Interaction[] {
  return Object.values(state.interactions).filter(isOpenGate);
}

it("leaves a step for a question of its effects, and makes it again with the answer", async () => {
  const said: Fields[] = [];
  let made = 0;
  const stage = open(async (effects) => {
    made += 1;
    // Whatever becomes of the call that asks, the attempt doesn't count.
    said.push(await effects.ask(started));
    return undefined;
  });

  const paused = await stage.run();

  expect(paused.state).toMatchObject({ status: "paused_waiting_human", failure: null });
  expect(openIn(paused)).toMatchObject([
    {
      gate: "g1",
      nodeId: "say",
      about: "effect-unknown",
      source: "human",
      questions: { effect: "1" },
    },
  ]);

  const { state } = await stage.resume([{ gate: "g1", answers: { happened: "yes" } }]);

  expect(state.status).toBe("finished");
  expect({ said, made }).toEqual({ said: [{ happened: "yes" }], made: 2 });
});

it("writes nothing more in an attempt that has asked, also if the program goes on", async () => {
  let refused = "";
  const stage = open(async (effects) => {
    try {
      await effects.ask(started);
      return undefined;
    } catch {
      const wanted = { kind: "comment", target: "#42", digest: "d" };
      await effects.intend(wanted).catch((fault: unknown) => (refused = String(fault)));
      return undefined;
    }
  });

  const paused = await stage.run();

  expect(paused.state.status).toBe("paused_waiting_human");
  expect(paused.state.effects).toEqual({});
  expect(refused).toContain("PeopleAsked");
});

it("asks another question anew, and fails the node if nobody answers in time", async () => {
  let effect = "1";
  const stage = open(async (effects) => {
    await effects.ask({ ...started, facts: { effect } });
    return undefined;
  });
  await stage.run();
  effect = "2";

  const again = await stage.resume([{ gate: "g1", answers: { happened: "yes" } }]);
  expect(openIn(again)).toMatchObject([{ gate: "g2", questions: { effect: "2" } }]);

  const { state } = await stage.resume([{ gate: "g2", answers: {}, expired: true }]);
  expect(state.failure).toMatchObject({ code: "TIMEOUT", errors: [{ field: "gate_expired" }] });
});

it("asks about what was left to another job, which then finds the answer", async () => {
  const stage = open((effects) =>
    Promise.resolve(
      effects.list().length > 0
        ? undefined
        : { text: "later", awaits: "effects", waitsFor: { tool: "t", step: "command" } },
    ),
  );
  await stage.run();
  const make = async (effects: EffectLog): Promise<Fields> => {
    const { happened = "" } = await effects.ask(started);
    const { effect } = await effects.intend({ kind: "dispatch", target: "w", digest: "d" });
    await effects.done(effect, { happened });
    return { outcome: "written", output: "" };
  };

  expect(await stage.carry(make)).toEqual([]);
  const answered = await stage.resume([{ gate: "g2", answers: { happened: "no" } }]);
  expect(answered.state.status).toBe("paused_waiting_human");
  expect(openIn(answered)).toMatchObject([{ gate: "g1", source: "effects" }]);

  const answers = await stage.carry(make);
  expect(answers).toMatchObject([{ gate: "g1", answers: { outcome: "written" } }]);
  const { state } = await stage.resume(answers);
  expect(state.status).toBe("finished");
  expect(Object.values(state.effects)).toMatchObject([{ receipt: { happened: "no" } }]);
});

it("asks before anything goes on, once, and goes on when the question is gone", async () => {
  let worked = 0;
  const stage = open(async (effects) => {
    worked += 1;
    await effects.ask(started);
    return undefined;
  });
  await stage.run();
  const lost = { ...started, about: "work", facts: {} };

  const first = await stage.resume([{ gate: "g1", answers: { happened: "yes" } }], {
    askFirst: lost,
  });
  const second = await stage.resume([], { askFirst: lost });

  expect(first.state.status).toBe("paused_waiting_human");
  expect(openIn(first)).toMatchObject([{ gate: "g2", nodeId: "say", about: "work" }]);
  expect(openIn(second)).toHaveLength(1);
  expect(worked).toBe(1);

  const { state } = await stage.resume([{ gate: "g2", answers: { happened: "no" } }]);
  expect(state.status).toBe("finished");
  expect(worked).toBe(2);
});
