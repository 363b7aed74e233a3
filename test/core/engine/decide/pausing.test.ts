import { describe, expect, it } from "vitest";
import { decide } from "#core/engine/decide/decide.ts";
import { createWorkGraph } from "#core/engine/work-graph/work-graph.ts";
import { kinds } from "#core/kinds/index.ts";
import { agent, graphOf, human, join, router, tool } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";

/** Two branches that meet without a failed one; in the second, two that have to hold together. */
const asking = graphOf({
  entry: "outer",
  nodes: [
    router("outer"),
    human("a"),
    router("inner"),
    human("b"),
    agent("c"),
    join("j"),
    join("k", { await: "best_effort" }),
  ],
  edges: [
    "outer -> a",
    "outer -> inner",
    "inner -> b",
    "inner -> c",
    "b -> j",
    "c -> j",
    "j -> k",
    "a -> k",
    "k -> done",
  ],
});

const inA = "outer#0.a/a#0";
const inB = "outer#0.inner/inner#0.b/b#0";
const inC = "outer#0.inner/inner#0.c/c#0";

describe("a pause", () => {
  it("names every open gate and its question, and stands at the first", () => {
    const story = given(asking).ask(inA).ask(inB).finish(inC);

    expect(story.events.at(-1)).toMatchObject({
      type: "run_paused",
      node_id: "a",
      data: { interactions: [`ask ${inA}`, `ask ${inB}`], gates: ["g1", "g2"] },
    });
  });

  it("doesn't name the gate of a branch that was cancelled", () => {
    const story = given(asking).ask(inB).ask(inA).fail(inC);

    expect(story.events.at(-1)).toMatchObject({
      type: "run_paused",
      node_id: "a",
      data: { interactions: [`ask ${inA}`], gates: ["g2"] },
    });
  });

  it("waits for what is being performed", () => {
    const story = given(asking).ask(inA).ask(inB);

    expect(story.decided).toEqual([]);
    expect(story.state.status).toBe("running");
  });
});

const line = graphOf({
  entry: "first",
  nodes: [agent("first"), tool("second")],
  edges: ["first -> second", "second -> done"],
});

describe("a run that is to stop", () => {
  it("says where a node that ends goes on, and starts nothing there", () => {
    const moment = { stopping: false };
    const story = given(line, moment);
    moment.stopping = true;

    expect(story.finish("first#0").decided).toEqual(["edge_selected first from=first to=second"]);
  });

  it("starts nobody that waits at a meeting before it goes on", () => {
    const graph = graphOf({
      entry: "f",
      nodes: [router("f"), agent("a"), agent("b"), agent("x"), agent("y")],
      edges: [
        "f -> a",
        "f -> b",
        ["a -> x", { when: "ok" }],
        "a -> y",
        ["b -> x", { when: "ok" }],
        "b -> y",
        "x -> y",
        "y -> done",
      ],
    });
    const moment = { stopping: false };
    const story = given(graph, moment).finish("f#0.a/a#0", { ok: true });
    moment.stopping = true;
    expect(story.finish("f#0.b/b#0").decided).toEqual(["edge_selected f#0.b/b from=b to=y"]);

    moment.stopping = false;
    expect(story.takeOver().decided).toEqual(["node_started f#0.a/x"]);
  });
});

describe("a workspace that an aborted effect has not let go of", () => {
  it("is given to nobody else before", () => {
    const moment = { workspaceBusy: true };
    const story = given(line, moment).finish("first#0");
    expect(story.decided).toEqual(["edge_selected first from=first to=second"]);

    moment.workspaceBusy = false;
    story.state.index.startable = true;
    expect(story.wait(1).decided).toEqual(["node_started second"]);
  });
});

describe("a run whose workspace is not free", () => {
  const forkOf = (x: typeof tool): ReturnType<typeof graphOf> =>
    graphOf({
      entry: "f",
      nodes: [router("f"), human("a"), human("b"), x("x"), agent("y")],
      edges: [
        "f -> a",
        "f -> b",
        ["a -> x", { when: "ok" }],
        "a -> y",
        ["b -> x", { when: "ok" }],
        "b -> y",
        "x -> y",
        "y -> done",
      ],
    });

  it("asks people all the same if nothing waits for it", () => {
    const story = given(forkOf(tool), { workspaceBusy: true }).ask("f#0.a/a#0").ask("f#0.b/b#0");

    expect(story.decided).toEqual(['run_paused f#0.a/a gates=["g1","g2"]']);
  });

  it("waits for it where a branch goes on from its meeting", () => {
    const moment = { workspaceBusy: true };
    const story = given(forkOf(tool), moment)
      .finish("f#0.a/a#0", { ok: true })
      .finish("f#0.b/b#0", { ok: false });
    expect(story.decided).toEqual(["edge_selected f#0.b/b from=b to=y"]);

    moment.workspaceBusy = false;
    expect(story.wait(1).decided).toEqual(["node_started f#0.a/x"]);
  });

  it("goes on at once with what needs no workspace", () => {
    const story = given(forkOf(agent), { workspaceBusy: true })
      .finish("f#0.a/a#0", { ok: true })
      .finish("f#0.b/b#0", { ok: false });

    expect(story.decided).toEqual(["edge_selected f#0.b/b from=b to=y", "node_started f#0.a/x"]);
  });
});

it("does not stand still without a word: that would be a fault of the engine", () => {
  const { state } = given(line);

  expect(() => decide(createWorkGraph(line, kinds), state, { now: 0, inFlight: 0 })).toThrow(
    'The run "run_x" stands still: nothing to do and nobody to ask.',
  );
});
