/** What an attempt at a step finds of the effects that were recorded before it. Spec: github §9. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createEffectLog } from "#core/engine/perform/effects.ts";
import type { EffectPlace } from "#core/engine/perform/effects.ts";
import { findAside, openAside, openGate } from "#core/engine/perform/gates.ts";
import type { AsideQuestion, EffectLog } from "#core/ports/effects.ts";
import { PeopleAsked } from "#core/ports/effects.ts";
import { evolve } from "#core/run/evolve/evolve.ts";
import type { NewEvent } from "#core/run/events.ts";
import type { ActivationState } from "#core/run/state.ts";
import { agent, graphOf, router } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";
import type { Story } from "#support/engine/given.ts";

const comment = { kind: "comment", target: "#42", digest: "d1" } as const;
const question: AsideQuestion = {
  about: "effect-unknown",
  text: "Was it started?",
  fields: [{ name: "happened", type: "string", enum: ["yes", "no"] }],
  facts: { effect: "1" },
};

const world = { sha256: (text: string): string => text.padEnd(40, ".") };

let story: Story;
let recorded: NewEvent[];
let wanted: boolean;
const asked = vi.fn<EffectPlace["ask"]>();

beforeEach(() => {
  const nodes = [router("f"), agent("a"), agent("b")];
  story = given(
    graphOf({ entry: "f", nodes, edges: ["f -> a", "f -> b", "a -> done", "b -> done"] }),
  );
  recorded = [];
  wanted = true;
  asked.mockReset();
});

function activationOf(node: "a" | "b"): ActivationState {
  const activation = story.state.activations[`f#0.${node}/${node}#0`];
  if (!activation) throw new Error("it has not begun");
  return activation;
}

const journal: EffectPlace["journal"] = {
  get state() {
    return story.state;
  },
  record(event) {
    const { state } = story;
    recorded.push(event);
    evolve(state, { seq: state.seq + 1, timestamp: state.timestamp, run_id: "run_x", ...event });
  },
  owned: () => undefined,
};

/** The effects of a new attempt. */
function attempt(node: "a" | "b" = "a", step = "model:0"): EffectLog {
  return createEffectLog({
    world,
    journal,
    runId: "r",
    activation: activationOf(node),
    step,
    counts: () => wanted,
    ask: asked,
  });
}

function open(of: AsideQuestion = question): void {
  const place = { journal, world, runId: "r", activation: activationOf("a") } as const;
  openAside(place, of);
}

describe("an effect", () => {
  it("is made anew as often as an attempt wants it", async () => {
    const effects = attempt();

    const both = [await effects.intend(comment), await effects.intend(comment)];

    expect(both.map(({ again }) => again)).toEqual([false, false]);
    expect(both[0]?.effect.id).not.toBe(both[1]?.effect.id);
    expect(recorded.map(({ type }) => type)).toEqual(["effect_intended", "effect_intended"]);
    expect(recorded[0]).toMatchObject({
      activation_id: "f#0.a/a#0",
      data: { ...comment, step: "model:0", effect: both[0]?.effect.id },
    });
  });

  it("is found again by the next attempt, each one once", async () => {
    const before = attempt();
    const first = (await before.intend(comment)).effect;
    const second = (await before.intend(comment)).effect;

    const next = attempt();
    const found = [await next.intend(comment), await next.intend(comment)];
    const third = await next.intend(comment);

    expect(found.map(({ effect, again }) => [effect.id, again])).toEqual([
      [first.id, true],
      [second.id, true],
    ]);
    expect(third.again).toBe(false);
    expect(recorded).toHaveLength(3);
  });

  it.each([
    ["another kind", { ...comment, kind: "label" as const }, "a", "model:0"],
    ["other contents", { ...comment, digest: "d2" }, "a", "model:0"],
    ["another step", comment, "a", "model:1"],
    ["another activation", comment, "b", "model:0"],
  ] as const)("of %s is another one", async (_, effect, node, step) => {
    await attempt().intend(comment);

    const other = await attempt(node, step).intend(effect);

    expect(other.again).toBe(false);
    expect(attempt().list()).toHaveLength(2);
  });

  it("is told to be done, with what came of it", async () => {
    const effects = attempt();
    const { effect } = await effects.intend(comment);

    await effects.done(effect, { id: 7 });

    expect(recorded.at(-1)).toMatchObject({
      type: "effect_done",
      data: { effect: effect.id, kind: "comment", receipt: { id: 7 } },
    });
    expect((await attempt().intend(comment)).effect.receipt).toEqual({ id: 7 });
  });

  it("that nobody wants any more is neither recorded nor made", async () => {
    wanted = false;
    const goesOn = vi.fn();

    void attempt().intend(comment).then(goesOn, goesOn);
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();

    expect(goesOn).not.toHaveBeenCalled();
    expect(recorded).toEqual([]);
  });
});

describe("a question that the node knows nothing of", () => {
  it("is asked once, and no effect is made until it is answered", async () => {
    const effects = attempt();

    await expect(effects.ask(question)).rejects.toBeInstanceOf(PeopleAsked);
    await expect(effects.intend(comment)).rejects.toBeInstanceOf(PeopleAsked);
    open();
    await expect(attempt().ask(question)).rejects.toBeInstanceOf(PeopleAsked);

    expect(asked.mock.calls).toEqual([[question]]);
    expect(story.state.effects).toEqual({});
  });

  it("has the answer that people have given", async () => {
    open();
    story.answer("r_f-0.a_a-0_effect-unknown_1", { happened: "yes" });

    await expect(attempt().ask(question)).resolves.toEqual({ happened: "yes" });
    expect(asked).not.toHaveBeenCalled();
  });

  it("is another one about other facts, or about something else", async () => {
    open();
    story.answer("r_f-0.a_a-0_effect-unknown_1", { happened: "yes" });
    const others = [
      { ...question, facts: { effect: "2" } },
      { ...question, about: "work" },
    ];

    for (const other of others)
      await expect(attempt().ask(other)).rejects.toBeInstanceOf(PeopleAsked);

    expect(asked.mock.calls).toEqual(others.map((other) => [other]));
  });

  it("is asked again under the next name, and then the last answer counts", () => {
    open();
    open();
    open({ ...question, about: "work" });

    expect(activationOf("a").asks).toEqual([
      "r_f-0.a_a-0_effect-unknown_1",
      "r_f-0.a_a-0_effect-unknown_2",
      "r_f-0.a_a-0_work_1",
    ]);
    expect(findAside(story.state, activationOf("a"), question)?.id).toBe(
      "r_f-0.a_a-0_effect-unknown_2",
    );
  });

  it("doesn't count among those that the node asks for itself", () => {
    const own = { questions: {}, instructions: "?", fields: [], minAnswers: 1, source: "human" };
    const place = { journal, world, runId: "r", activation: activationOf("a") };
    const ask = (): void => {
      openGate(place, {
        ...own,
        source: "human",
      });
    };

    open();
    ask();
    ask();

    expect(activationOf("a").asks.slice(1)).toEqual(["r_f-0.a_a-0", "r_f-0.a_a-0_2"]);
    expect(activationOf("a").asks.map((id) => story.state.interactions[id]?.gate)).toEqual([
      "g1",
      "g2",
      "g3",
    ]);
  });
});
