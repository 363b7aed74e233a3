import { describe, expect, it } from "vitest";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { goBackTo } from "#core/engine/lifecycle/go-back.ts";
import type { GoBack } from "#core/engine/lifecycle/go-back.ts";
import { isOpenGate } from "#core/run/state.ts";
import type { RunState } from "#core/run/state.ts";
import { agent, graphOf, human, join, router } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";
import type { Story } from "#support/engine/given.ts";
import { expectInvariants } from "#support/engine/invariants.ts";
import { stageOf } from "#support/engine/world.ts";

it("goes back with the conversation that there was", async () => {
  const graph = graphOf({
    entry: "a",
    nodes: [
      agent("a"),
      agent("b", { session: "inherit" }),
      agent("c", { session: "inherit" }),
      agent("d"),
    ],
    edges: ["a -> b", "b -> c", "c -> d", "d -> done"],
  });
  const heard: [string, number][] = [];
  const stage = stageOf({
    graph,
    answers: ({ nodeId, activationId }, call) => {
      heard.push([activationId, call.heard]);
      return nodeId === "d" && call.count === 0 ? { error: { code: "AUTH_FAILED" } } : {};
    },
  });
  await stage.start();

  const { state } = await stage.resume({ from: "b" });

  expect(state.status).toBe("finished");
  expect(heard).toEqual([
    ["a#0", 1],
    ["b#0", 3],
    ["c#0", 5],
    ["d#0", 1],
    ["b#1", 3],
    ["c#1", 5],
    ["d#1", 1],
  ]);
});

it("does not go back past a fork that has closed", async () => {
  const graph = graphOf({
    entry: "a",
    nodes: [agent("a"), router("f"), agent("b"), agent("c"), join("j"), agent("d")],
    edges: ["a -> f", "f -> b", "f -> c", "b -> j", "c -> j", "j -> d", "d -> done"],
  });
  const stage = stageOf({
    graph,
    answers: ({ nodeId }, { count }) =>
      nodeId === "d" && count === 0 ? { error: { code: "AUTH_FAILED" } } : {},
  });
  await stage.start();

  await expect(stage.resume({ from: "a" })).rejects.toMatchObject({ code: "RESUME_INVALID" });
  expect((await stage.resume({ from: "j" })).state.status).toBe("finished");
});

describe("a run goes back", () => {
  const looped = graphOf({
    entry: "a",
    nodes: [agent("a"), agent("b")],
    edges: ["a -> b", ["b -> a", { loop: "again", when: "not ok" }], "b -> done"],
    loops: { again: 3 },
  });
  const forked = graphOf({
    entry: "a",
    nodes: [agent("a"), router("f"), agent("b"), human("c"), join("j"), agent("d"), agent("e")],
    edges: [
      ...["a -> f", "f -> b", "f -> c", "b -> j", "c -> j", "j -> d", "d -> e", "e -> done"],
      ["e -> a", { loop: "round", when: "not ok" }],
    ],
    loops: { round: 3 },
  });
  const [b, c] = ["f#0.b/b#0", "f#0.c/c#0"];

  function back({ state }: Story, node: string): GoBack {
    return goBackTo(state, { node });
  }

  it("to the last of several visits", () => {
    const story = given(looped).finish("a#0").finish("b#0").finish("a#1");

    expect(back(story, "a")).toEqual({ activation: "a#1", node: "a", branch: "" });
    expect(back(story, "b").activation).toBe("b#1");
  });

  it("to nothing that it has gone back behind before", () => {
    const line = graphOf({
      entry: "a",
      nodes: [agent("a"), agent("b"), agent("c")],
      edges: ["a -> b", "b -> c", "c -> done"],
    });
    const story = given(line).finish("a#0").finish("b#0").fail("c#0");

    story.resume({ resumed_from: "failed", from: "a#0", restart_node: "a" }).fail("a#1");

    expect(back(story, "a").activation).toBe("a#1");
    for (const node of ["b", "c"]) {
      expect(() => back(story, node)).toThrow(
        expect.objectContaining({
          message: `\`${node}\` has not run in a branch that still stands`,
        }),
      );
    }
  });

  it("before a fork also where it has gone back to that fork before", () => {
    const story = given(forked).finish("a#0").fail(b);

    story.resume({ resumed_from: "failed", from: "f#0", restart_node: "f" });

    expect(back(story, "f").activation).toBe("f#1");
    expect(back(story, "a").activation).toBe("a#0");
  });

  it("in the branch that the node is in, beside another one", () => {
    const story = given(forked).finish("a#0");

    expect(back(story, "b")).toEqual({ activation: b, node: "b", branch: "f#0.b" });
  });

  it("before a fork that is open, whose branches end with it, parked ones too", () => {
    const story = given(forked).finish("a#0").finish(b).ask(c);
    const { activation: from, node } = back(story, "a");

    story.resume({ resumed_from: "paused", from, restart_node: node });

    expect(from).toBe("a#0");
    expect(story.decided).toEqual([
      "branch_finished f#0.b/j status=cancelled",
      "branch_finished f#0.c/c status=cancelled",
      "node_started a",
    ]);
    expect(story.performed).toEqual(["a#1"]);
    expect(story.state.interactions[`ask ${c}`]).toMatchObject({ withdrawn: true });
  });

  it("behind a fork that has closed, also if the node stood before that fork in an earlier round", () => {
    const story = given(forked).finish("a#0").finish(b).finish(c).finish("d#0").finish("e#0");

    expect(back(story, "d").activation).toBe("d#0");
    expect(back(story, "e").activation).toBe("e#0");
    expect(back(story, "a").activation).toBe("a#1");
  });

  it("not past a fork that has closed, to itself neither", () => {
    const story = given(forked).finish("a#0").finish(b).finish(c);

    for (const node of ["a", "f"]) {
      expect(() => back(story, node)).toThrow(
        expect.objectContaining({
          code: "RESUME_INVALID",
          message: `between \`${node}\` and now the fork of \`f\` has closed`,
          hint: "go back to a node behind `f`'s meeting point",
        }),
      );
    }
  });

  it.each([
    ["has not run", "e"],
    ["has run in a branch that is over", "b"],
    ["isn't there", "x"],
  ])("not to a node that %s", (_, node) => {
    const story = given(forked).finish("a#0").finish(b).finish(c);

    expect(() => back(story, node)).toThrow(
      expect.objectContaining({
        code: "RESUME_INVALID",
        message: `\`${node}\` has not run in a branch that still stands`,
        hint: "`--from` takes a node that has run; `inspect --run-id … --full` lists them",
      }),
    );
  });
});

describe("what a run went back behind", () => {
  const slow = graphOf({
    entry: "pre",
    nodes: [agent("pre"), router("f"), agent("a"), human("b"), join("j")],
    edges: ["pre -> f", "f -> a", "f -> b", "a -> j", "b -> j", "j -> done"],
  });

  it("doesn't live again with what failed in it", async () => {
    const stage = stageOf({
      graph: slow,
      answers: ({ nodeId, branchId }) =>
        nodeId === "a" && branchId === "f#0.a" ? { error: { code: "AUTH_FAILED" } } : {},
    });
    await stage.start();
    const before = stage.calls.length;

    const { state } = await stage.resume({ from: "pre" });

    const resumed = (await stage.log()).find(({ type }) => type === "run_resumed");
    expect(resumed?.data).toMatchObject({ from: "pre#0", restart_node: "pre" });
    expect(resumed?.data).not.toHaveProperty("revived");
    expect(stage.calls.slice(before).map(({ activationId }) => activationId)).toEqual([
      "pre#1",
      "f#1.a/a#0",
    ]);
    expect(openGates(state)).toEqual(["f#1.b/b#0"]);
    expectInvariants(await stage.log(), state);
  });

  it("is given up also by a process that was killed before it could say so", async () => {
    const store = createMemoryStore();
    await stageOf({ graph: slow, store }).start();
    await stageOf({ graph: slow, store }).resume({ from: "pre" });
    const log = (await store.read("run_x")).events;
    const begin = log.findIndex(({ type }) => type === "run_resumed");

    for (let length = begin + 1; length < log.length; length += 1) {
      const left = createMemoryStore();
      left.put("run_x", log.slice(0, length));
      const stage = stageOf({ graph: slow, store: left });
      const { state } = await stage.resume();

      expect([length, openGates(state)]).toEqual([length, ["f#1.b/b#0"]]);
      const said = await stage.resume({
        answers: [{ gate: "b", answers: { approved: true, reason: "" } }],
      });
      expect([length, said.state.status]).toEqual([length, "finished"]);
      expectInvariants(await stage.log(), said.state);
    }
  });

  function openGates({ interactions }: RunState): readonly string[] {
    return Object.values(interactions)
      .filter(isOpenGate)
      .map(({ activationId }) => activationId);
  }
});

describe("a branch in which others have come together", () => {
  const gathering = graphOf({
    entry: "fan",
    nodes: [
      ...[router("fan"), agent("a"), agent("b"), agent("c"), agent("x")],
      ...[join("ab", { await: "best_effort" }), join("merge")],
    ],
    edges: [
      ...["fan -> a", "fan -> b", "fan -> c", "a -> ab", "b -> ab", "ab -> x"],
      ...["x -> merge", "c -> merge", "merge -> done"],
    ],
  });
  const [a, b, ab] = ["fan#0.a/a#0", "fan#0.b/b#0", "fan#0.a/ab#0"];

  it("doesn't go back behind that: the others' work would be lost", () => {
    const story = given(gathering).finish(a).finish(b);
    const refused = expect.objectContaining({
      code: "RESUME_INVALID",
      message: "between `a` and now other branches came to `ab`, whose work would be lost",
      hint: "go back to `ab`, or to a node behind it",
    }) as Error;

    expect(() => goBackTo(story.state, { node: "a" })).toThrow(refused);
    expect(goBackTo(story.state, { node: "x" }).activation).toBe("fan#0.a/x#0");
    expect(goBackTo(story.state, { node: "ab" }).activation).toBe(ab);
    story.finish("fan#0.a/x#0");
    expect(() => goBackTo(story.state, { node: "a" })).toThrow(refused);
  });

  it("goes back to where they came together with all that they brought, and what had failed", () => {
    const story = given(gathering).finish(a).fail(b);
    const input = story.state.activations[ab]?.input;
    const { activation: from, node } = goBackTo(story.state, { node: "ab" });

    story.resume({ resumed_from: "cancelled", from, restart_node: node });

    expect(input).toMatchObject({ _failed_branches: [{ node: "b" }] });
    expect(story.state.activations["fan#0.a/ab#1"]?.input).toEqual(input);
  });

  it("goes back to where they came together and could not start", () => {
    const story = given(gathering).finish(a).finish(b);
    const { token = null, ...branch } = story.state.branches["fan#0.a"] ?? {};
    const met = story.state.activations[ab];
    const waiting = { ...token, node: "ab", arrivals: met?.arrivals ?? [], failed: [] };
    Object.assign(story.state.branches["fan#0.a"] ?? {}, { ...branch, token: waiting });
    Object.assign(met ?? {}, { attempt: 0, status: "failed" });

    expect(goBackTo(story.state, { node: "ab" }).activation).toBe(ab);
    expect(() => goBackTo(story.state, { node: "a" })).toThrow(
      expect.objectContaining({ hint: "go back to `ab`, or to a node behind it" }),
    );
  });

  it("goes back to where one of them came alone, with what had failed inside it", () => {
    const graph = graphOf({
      entry: "f",
      nodes: [
        ...[router("f"), router("in"), agent("a"), agent("b"), agent("c"), agent("x")],
        ...[join("j", { await: "best_effort" }), join("end", { await: "best_effort" })],
      ],
      edges: [
        ...["f -> in", "f -> x", "in -> a", "in -> b", "a -> j", "b -> j", "x -> j"],
        ...["j -> c", "c -> end", "x -> end", "end -> done"],
      ],
    });
    const story = given(graph).fail("f#0.in/in#0.a/a#0").finish("f#0.in/in#0.b/b#0");
    story.fail("f#0.x/x#0");
    const last = Object.values(story.state.activations).find(({ node }) => node === "j");
    const { activation: from, node } = goBackTo(story.state, { node: "j" });

    story.resume({ resumed_from: "cancelled", from, restart_node: node });

    const again = Object.values(story.state.activations).findLast((one) => one.node === "j");
    expect(last?.input).toMatchObject({ _failed_branches: [{ node: "a" }, { node: "x" }] });
    expect(again?.id).not.toBe(last?.id);
    expect(again?.input).toEqual(last?.input);
  });

  it("does so behind the meeting of a fork, too", async () => {
    const graph = graphOf({
      entry: "f",
      nodes: [router("f"), agent("a"), agent("b"), join("j", { await: "best_effort" }), agent("c")],
      edges: ["f -> a", "f -> b", "a -> j", "b -> j", "j -> c", "c -> done"],
    });
    const stage = stageOf({
      graph,
      answers: ({ nodeId }, { count }) =>
        nodeId === "b" || (nodeId === "c" && count === 0) ? { error: { code: "AUTH_FAILED" } } : {},
    });
    await stage.start();

    const { state } = await stage.resume({ from: "j" });

    expect(state.activations["j#0"]?.input).toMatchObject({ _failed_branches: [{ node: "b" }] });
    expect(state.activations["j#1"]?.input).toEqual(state.activations["j#0"]?.input);
  });
});

describe("where an edge led that a new text lacks", () => {
  const nodes = [agent("a"), agent("b"), agent("c")];
  const line = graphOf({ entry: "a", nodes, edges: ["a -> b", "b -> c", "c -> done"] });
  const begun = (): Story => given(line).finish("a#0").finish("b#0");
  const refusal = {
    code: "RESUME_INVALID",
    message: "the edge that led to `b` is no longer in the file",
    hint: "put it back, or go back to an earlier node",
  };

  it("it does not go back with that text", () => {
    const { state } = begun();
    const edges = [null, null, null];

    expect(() => goBackTo(state, { node: "b", edges })).toThrow(expect.objectContaining(refusal));
    expect(goBackTo(state, { node: "a", edges }).activation).toBe("a#0");
  });

  it("it does not go back later on", () => {
    const { state } = begun().resume({ edges: [null, 1, 2] });

    expect(() => goBackTo(state, { node: "b" })).toThrow(expect.objectContaining(refusal));
  });
});
