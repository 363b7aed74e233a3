import { describe, expect, it } from "vitest";
import { decide } from "#core/engine/decide/decide.ts";
import { createWorkGraph } from "#core/engine/work-graph/work-graph.ts";
import { kinds } from "#core/kinds/index.ts";
import { createState, evolve } from "#core/run/evolve/evolve.ts";
import type { NewEvent } from "#core/run/events.ts";
import { agent, graphOf, join, router } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";
import type { Story } from "#support/engine/given.ts";
import type { LogEntry } from "#support/log-builder.ts";
import {
  createLog,
  edgeSelected,
  nodeFinished,
  nodeStarted,
  runStarted,
} from "#support/log-builder.ts";

/** What the last edges said that were taken. */
function taken({ events }: Story): unknown {
  return events.flatMap(({ type, data }) => (type === "edge_selected" ? [data] : []));
}

describe("the way to `fail`", () => {
  it("ends the run for good, and names the edge", () => {
    const graph = graphOf({
      entry: "a",
      nodes: [agent("a")],
      edges: [["a -> done", { when: "ok" }], "a -> fail"],
    });
    const story = given(graph).finish("a#0");

    expect(story.state.status).toBe("failed");
    expect(story.state.failure).toMatchObject({
      code: "WORKFLOW_FAILED",
      message: "the workflow ended at `fail` by `a -> fail`",
      hint: "this is final; look at what `a` said, and start a new run",
    });
  });

  it("is named where it was the only edge", () => {
    const story = given(graphOf({ entry: "a", nodes: [agent("a")], edges: ["a -> fail"] })).finish(
      "a#0",
    );

    expect(story.state.failure?.message).toBe("the workflow ended at `fail` by `a -> fail`");
  });

  it("may be none at all, where a graph begins with it", () => {
    const story = given(
      graphOf({ entry: "fail", nodes: [agent("a")], edges: ["a -> done", "a -> fail"] }),
    );

    expect(story.state.failure).toMatchObject({
      message: "the workflow ended at `fail`",
      hint: "this is final; start a new run",
    });
  });
});

describe("a loop inside a loop", () => {
  const graph = graphOf({
    entry: "a",
    nodes: [agent("a"), agent("b")],
    edges: [
      "a -> b",
      ["b -> b", { loop: "inner", when: "again" }],
      ["b -> a", { loop: "outer", when: "back" }],
      "b -> done",
    ],
    loops: { inner: 1, outer: 5 },
  });

  it("begins anew with each turn of the outer one, which says so if it had begun", () => {
    const story = given(graph).finish("a#0");
    expect(taken(story)).toEqual([{ from: "a", to: "b", edge: 0 }]);

    story.finish("b#0", { again: true }).finish("b#1", { back: true }).finish("a#1");
    expect(taken(story)).toEqual([{ from: "a", to: "b", edge: 0, rearmed: ["inner"] }]);

    story.finish("b#2", { back: true }).finish("a#2");
    expect(taken(story)).toEqual([{ from: "a", to: "b", edge: 0 }]);
  });

  it("says which turn of which loop an edge begins, and by which condition", () => {
    const story = given(graph).finish("a#0").finish("b#0", { again: true });

    expect(taken(story)).toEqual([
      {
        from: "b",
        to: "b",
        edge: 1,
        condition: "again",
        negated: false,
        loop: "inner",
        iteration: 1,
      },
    ]);
  });

  it("forgets its last output too, where a resume has only taken its count away", () => {
    const story = given(graph)
      .finish("a#0")
      .finish("b#0", { again: true })
      .fail("b#1")
      .resume({ rearm: ["inner"] });
    expect(story.state.branches[""]?.loops["inner"]).toEqual({
      count: 0,
      previousOutput: { again: true },
    });

    story.finish("b#1", { back: true }).finish("a#1");
    expect(taken(story)).toEqual([{ from: "a", to: "b", edge: 0, rearmed: ["inner"] }]);
  });
});

it("begins a loop anew, too, that has counted turns of which nothing came", () => {
  const graph = graphOf({
    entry: "a",
    nodes: [agent("a"), agent("b")],
    edges: ["a -> b", ["b -> b", { loop: "inner" }], ["b -> a", { loop: "outer" }], "b -> done"],
    loops: { inner: 1, outer: 5 },
  });
  const along = (edge: number) => ({ outcome: { kind: "next", edge } });
  const story = given(graph)
    .finish("a#0")
    .finish("b#0", null, along(1))
    .finish("b#1", null, along(2))
    .finish("a#1");

  expect(taken(story)).toEqual([{ from: "a", to: "b", edge: 0, rearmed: ["inner"] }]);
});

describe("a fork that a kill has interrupted while it opened", () => {
  const graph = graphOf({
    entry: "f",
    nodes: [router("f"), agent("a"), agent("b"), join("j")],
    edges: ["f -> a", "f -> b", "a -> j", "b -> j", "j -> done"],
  });
  const work = createWorkGraph(graph, kinds);
  const opened = (to: string, edge: number): LogEntry => ({
    type: "branch_started",
    branch: `f#0.${to}`,
    node: to,
    n: 0,
    activation: "f#0",
    data: { fork: "f#0", parent: "", from: "f", to, edge, chosen: [0, 1] },
  });
  const entered = (to: string, edge: number): LogEntry =>
    edgeSelected("f", to, edge, {}, { branch: `f#0.${to}`, activation: "f#0" });

  /** What is decided next when a new process takes over. */
  function decidedAfter(...entries: readonly LogEntry[]): string[] {
    const log = createLog([
      runStarted({ entry: "f" }),
      nodeStarted("f", "router"),
      nodeFinished("f", {}, { data: { outcome: { kind: "fork" } } }),
      ...entries,
      { type: "run_resumed", data: { resumed_from: "interrupted" } },
    ]);
    const state = createState();
    for (const event of log) evolve(state, event);
    return decide(work, state, { now: 0, inFlight: 0 }).record.map(describeEvent);
  }

  it("opens all of it if nothing was", () => {
    expect(decidedAfter()).toEqual([
      "branch_started f#0.a",
      "edge_selected f#0.a",
      "branch_started f#0.b",
      "edge_selected f#0.b",
    ]);
  });

  it("leads a branch on that was opened and had no edge", () => {
    expect(decidedAfter(opened("a", 0))).toEqual([
      "edge_selected f#0.a",
      "branch_started f#0.b",
      "edge_selected f#0.b",
    ]);
    expect(decidedAfter(opened("a", 0), entered("a", 0), opened("b", 1))).toEqual([
      "edge_selected f#0.b",
    ]);
  });

  it("opens what is missing, and no branch a second time", () => {
    const half = [opened("a", 0), entered("a", 0)];
    expect(decidedAfter(...half)).toEqual(["branch_started f#0.b", "edge_selected f#0.b"]);

    const working = [...half, nodeStarted("a", "agent", { branch: "f#0.a" })];
    expect(decidedAfter(...working)).toEqual(["branch_started f#0.b", "edge_selected f#0.b"]);
  });

  function describeEvent({ type, branch_id: branch = "" }: NewEvent): string {
    return `${type} ${branch}`;
  }
});

describe("a branch that comes to its meeting along an edge", () => {
  it("waits there, and nowhere else on its way", () => {
    const graph = graphOf({
      entry: "f",
      nodes: [router("f"), agent("a"), agent("b"), agent("c"), join("j")],
      edges: ["f -> a", "f -> b", "a -> c", "c -> j", "b -> j", "j -> done"],
    });
    const story = given(graph).finish("f#0.a/a#0");
    expect(taken(story)).toEqual([{ from: "a", to: "c", edge: 2 }]);

    story.finish("f#0.a/c#0");
    expect(taken(story)).toEqual([{ from: "c", to: "j", edge: 3, parks: true }]);
  });
});
