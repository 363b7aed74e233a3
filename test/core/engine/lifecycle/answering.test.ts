/** Which gate an answer is for, and what is kept of it. Spec: runtime §16.3. */
import { describe, expect, it } from "vitest";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { matchAnswers, readAnswers } from "#core/engine/lifecycle/answers.ts";
import type { ResumeOptions } from "#core/engine/world.ts";
import type { Fields } from "#core/graph/value.ts";
import type { HumanPort } from "#core/ports/human.ts";
import type { RunState } from "#core/run/state.ts";
import { graphOf, human, join, router } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";

const twoGates = graphOf({
  entry: "f",
  nodes: [router("f"), human("a"), human("b"), join("j"), human("last")],
  edges: ["f -> a", "f -> b", "a -> j", "b -> j", "j -> last", "last -> done"],
});
const yes = { approved: true, reason: "" };

async function paused(answers: ResumeOptions["answers"] = []): Promise<RunState> {
  const stage = stageOf({ graph: twoGates });
  const { state } = await stage.start();
  return answers.length === 0 ? state : (await stage.resume({ answers })).state;
}

function match(state: RunState, options: Partial<ResumeOptions>): ReturnType<typeof matchAnswers> {
  return matchAnswers(state, { runId: "run_x", compile: () => twoGates, ...options });
}

describe("an answer", () => {
  it.each([
    ["its label", "g2"],
    ["its node", "b"],
    ["its branch and node", "f#0.b/b"],
    ["its id", "run_x_f-0.b_b-0"],
  ])("finds its gate by %s", async (_, gate) => {
    const [found] = match(await paused(), { answers: [{ gate, answers: yes }] });

    expect(found?.gate.gate).toBe("g2");
  });

  it("needs no name where one gate is open", async () => {
    const state = await paused([{ gate: "g1", answers: yes }]);

    expect(match(state, { answers: [{ gate: null, answers: yes }] })[0]?.gate.gate).toBe("g2");
  });

  it.each([
    [null, "the answer may mean several gates", "open: `g1` (f#0.a/a), `g2` (f#0.b/b)"],
    ["g7", "`g7` names no open gate", "open: `g1` (f#0.a/a), `g2` (f#0.b/b)"],
  ])("that names %j is refused, with those that are open", async (gate, message, hint) => {
    const state = await paused();

    expect(() => match(state, { answers: [{ gate, answers: yes }] })).toThrow(
      expect.objectContaining({ code: "ANSWER_INVALID", message, hint }) as Error,
    );
  });

  it("is refused where no gate is open", async () => {
    const both = ["g1", "g2"].map((gate) => ({ gate, answers: yes }));
    const state = await paused(both);
    const last = match(state, { answers: [{ gate: null, answers: yes }] });
    const over = { ...state, interactions: {} };

    expect(last[0]?.gate.nodeId).toBe("last");
    expect(() => match(over, { answers: [{ gate: null, answers: yes }] })).toThrow(
      expect.objectContaining({
        message: "no gate is named",
        hint: "no gate is open",
      }) as Error,
    );
  });

  it("says who gave it and how, as far as that is known", async () => {
    const state = await paused();
    const answers = [{ gate: "g1", answers: yes }];
    const evidence = { comment: 7 };

    const known = match(state, { answers, by: "ada", via: "comment", evidence });
    const unknown = match(state, { answers });

    expect(known[0]?.given).toEqual({ answers: yes, by: "ada", via: "comment", evidence });
    expect(unknown[0]?.given).toEqual({ answers: yes, by: "", via: "api" });
  });

  it("that nobody gave in time closes its gate without being checked", async () => {
    const state = await paused();
    const matched = match(state, { answers: [{ gate: "g1", answers: {}, expired: true }] });

    const { rejected, record } = readAnswers(state, matched);

    expect(rejected).toEqual([]);
    expect(record[0]).toMatchObject({
      type: "human_answers_recorded",
      node_id: "a",
      data: { answers: {}, expired: true, closes: true, count: 0, needed: 1 },
    });
  });

  it("in words is read by the types of the fields, in data it must have them", async () => {
    const state = await paused();
    const said = { approved: "yes", reason: "fine" };
    const read = (text: boolean): ReturnType<typeof readAnswers> =>
      readAnswers(state, match(state, { answers: [{ gate: "g1", answers: said, text }] }));

    expect(read(true).record[0]?.data?.["answers"]).toEqual({ approved: true, reason: "fine" });
    expect(read(false).rejected.map(({ gate }) => gate)).toEqual(["g1"]);
    expect(read(false).record[0]).toMatchObject({
      type: "human_answers_rejected",
      activation_id: "f#0.a/a#0",
      data: { interaction_id: "run_x_f-0.a_a-0", via: "api", errors: [{ field: "approved" }] },
    });
  });

  it("in a file and by flags at once is refused", async () => {
    const state = await paused();
    const answers = [
      { gate: "g1", answers: { approved: true } },
      { gate: "a", answers: { reason: "fine" }, text: true },
    ];

    expect(() => match(state, { answers })).toThrow(
      expect.objectContaining({
        message: "`g1` is answered by a file and by flags",
        hint: "give all of its fields in one way",
      }) as Error,
    );
  });
});

/** Somebody at hand with so many answers; what is asked beyond them is put off. */
function personWith(...answers: readonly Fields[]): { readonly asked: string[] } & HumanPort {
  const left = [...answers];
  const asked: string[] = [];
  return {
    asked,
    ask: ({ gate }) => {
      asked.push(gate);
      const next = left.shift();
      return Promise.resolve(
        next === undefined ? "later" : { answers: next, by: "ada", via: "terminal" },
      );
    },
  };
}

describe("a paused run that is resumed where somebody is at hand", () => {
  const line = graphOf({
    entry: "a",
    nodes: [human("a"), human("b")],
    edges: ["a -> b", "b -> done"],
  });
  const yes = { approved: "true", reason: "" };

  it("asks what is open, and goes on", async () => {
    const store = createMemoryStore();
    const paused = stageOf({ graph: line, store });
    await paused.start();
    const person = personWith({ approved: "perhaps" }, yes, yes);

    const { state } = await stageOf({ graph: line, store, more: { human: person } }).resume();

    expect(state.status).toBe("finished");
    expect(person.asked).toEqual(["g1", "g1", "g2"]);
    const types = (await paused.log()).map(({ type }) => type);
    expect(types.indexOf("run_resumed")).toBeGreaterThan(types.indexOf("human_answers_recorded"));
  });

  it("stays as it is if they put it off", async () => {
    const store = createMemoryStore();
    const paused = stageOf({ graph: line, store });
    await paused.start();
    const before = await paused.log();
    const person = personWith();

    const { state } = await stageOf({ graph: line, store, more: { human: person } }).resume();

    expect([state.status, person.asked]).toEqual(["paused_waiting_human", ["g1"]]);
    expect(await paused.log()).toEqual(before);
  });

  it("asks nobody about answers that don't fit", async () => {
    const store = createMemoryStore();
    await stageOf({ graph: line, store }).start();
    const person = personWith(yes);
    const answers = [{ gate: "g1", answers: { approved: "perhaps" }, text: true }] as const;

    const stage = stageOf({ graph: line, store, more: { human: person } });
    const { rejected } = await stage.resume({ answers });

    expect([rejected.length, person.asked]).toEqual([1, []]);
  });
});
