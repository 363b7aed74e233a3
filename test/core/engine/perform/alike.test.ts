/** Activations whose ids are spelt alike in the names of gates and files: `x/a_b#0` and `x_a/b#0`. */
import { expect, it } from "vitest";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { agent, compute, graphOf, human, join, router } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Answers } from "#support/engine/world.ts";

const [one, other] = ["f#0.x/a_b#0", "f#0.x_a/b#0"];

it("have gates of their own, which are answered one by one", async () => {
  const graph = graphOf({
    entry: "f",
    nodes: [
      ...[router("f"), compute("x", { n: "1" }), compute("x_a", { n: "1" })],
      ...[human("a_b"), human("b"), join("j")],
    ],
    edges: ["f -> x", "f -> x_a", "x -> a_b", "x_a -> b", "a_b -> j", "b -> j", "j -> done"],
  });
  const stage = stageOf({ graph });
  const answer = (gate: string) => ({ answers: [{ gate, answers: { approved: true } }] });

  const { state } = await stage.start();
  const open = Object.values(state.interactions).map(({ activationId, id }) => [activationId, id]);
  await stage.resume(answer("g1"));
  const { state: last } = await stage.resume(answer("g2"));

  expect(open).toEqual([
    [one, "run_x_f-0.x_a_b-0"],
    [other, "run_x_f-0.x_a_b-0.4e344dda"],
  ]);
  expect(last.status).toBe("finished");
  for (const [, id] of open)
    expect(await stage.store.readFile("run_x", `interactions/${id}.json`)).toBeDefined();
});

it("have conversations of their own, also after a resume", async () => {
  const graph = graphOf({
    entry: "f",
    nodes: [
      ...[router("f"), compute("x", { n: "1" }), compute("x_a", { n: "1" }), join("j")],
      ...[agent("a_b"), human("wait"), agent("a2", { session: "inherit" })],
      ...[agent("b"), agent("b2", { session: "inherit" })],
      ...[human("stay"), agent("b3", { session: "inherit" })],
    ],
    edges: [
      ...["f -> x", "x -> a_b", "a_b -> wait", "wait -> a2", "a2 -> j"],
      ...["f -> x_a", "x_a -> b", "b -> b2", "b2 -> stay", "stay -> b3", "b3 -> j", "j -> done"],
    ],
  });
  const store = createMemoryStore();
  const heard: Record<string, number> = {};
  const answers: Answers = ({ nodeId }, { heard: messages }) => {
    heard[nodeId] = messages;
    return {};
  };
  const yes = { approved: true };
  await stageOf({ graph, store, answers }).start();

  const { state } = await stageOf({ graph, store, answers }).resume({
    answers: ["g1", "g2"].map((gate) => ({ gate, answers: yes })),
  });

  expect(state.status).toBe("finished");
  expect(heard).toEqual({ a_b: 1, a2: 3, b: 1, b2: 3, b3: 5 });
});
