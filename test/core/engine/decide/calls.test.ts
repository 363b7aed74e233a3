import { describe, expect, it } from "vitest";
import type { Value } from "#core/graph/value.ts";
import { agent, graphOf, join, router, tool } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";
import type { Story } from "#support/engine/given.ts";

/** `a` calls the others, to which no edge leads. */
const graph = graphOf({
  entry: "a",
  nodes: [agent("a"), agent("x"), agent("y"), agent("z")],
  edges: ["a -> done", "x -> y"],
});

function call(story: Story, nodes: readonly string[], bound: number, caller = "a#0"): Story {
  const targets: Value = nodes.map((node) => ({ node }));
  return story.happen("call_started", caller, { targets, bound });
}

describe("a call of several nodes", () => {
  it("begins as many at once as it may, and the next when one is over", () => {
    const story = call(given(graph), ["x", "y", "z"], 2);
    expect(story.decided).toEqual([
      "branch_started a#0.x/x from=a to=x",
      "branch_started a#0.y/y from=a to=y",
      "node_started a#0.x/x",
      "node_started a#0.y/y",
    ]);

    expect(story.finish("a#0.y/y#0").decided).toEqual([
      "branch_finished a#0.y/y status=ended",
      "branch_started a#0.z/z from=a to=z",
      "node_started a#0.z/z",
    ]);
    expect(story.finish("a#0.x/x#0").decided).toEqual(["branch_finished a#0.x/x status=ended"]);
  });

  it("has its caller go on once when all are over, and not before", () => {
    const story = call(given(graph), ["x", "y"], 2).finish("a#0.x/x#0");
    expect(story.performed).toEqual([]);

    expect(story.finish("a#0.y/y#0").performed).toEqual(["a#0"]);
    expect(story.finish("a#0").decided.at(-1)).toBe("run_finished");
  });

  it("begins one after the other if it says nothing of several", () => {
    const story = call(given(graph), ["x", "y"], 0);
    expect(story.decided).toEqual(["branch_started a#0.x/x from=a to=x", "node_started a#0.x/x"]);

    expect(story.finish("a#0.x/x#0").performed).toEqual(["a#0.y/y#0"]);
  });

  it("may have the same node run twice", () => {
    const story = call(given(graph), ["x", "x"], 2);
    expect(story.performed).toEqual(["a#0.x/x#0", "a#0.x~2/x#0"]);

    expect(story.finish("a#0.x/x#0").finish("a#0.x~2/x#0").performed).toEqual(["a#0"]);
  });

  it("of none is over at once", () => {
    const story = call(given(graph), [], 1);

    expect(story.decided).toEqual([]);
    expect(story.performed).toEqual(["a#0"]);
  });
});

describe("a call in which a node fails", () => {
  it("cancels what it has begun, begins nothing more, and has its caller go on", () => {
    const story = call(given(graph), ["x", "y", "z"], 2).fail("a#0.x/x#0");

    expect(story.decided).toEqual([
      "branch_finished a#0.x/x status=failed code=AUTH_FAILED tolerated=false",
      "branch_finished a#0.y/y status=cancelled",
    ]);
    expect(story.performed).toEqual(["a#0"]);
  });
});

describe("a call that a run goes back behind", () => {
  it("ends with all that it has begun, and begins nothing more", () => {
    const story = call(given(graph), ["x", "y", "z"], 2).ask("a#0.x/x#0");

    story.resume({ resumed_from: "cancelled", from: "a#0", restart_node: "a" });

    expect(story.decided).toEqual([
      "branch_finished a#0.x/x status=cancelled",
      "branch_finished a#0.y/y status=cancelled",
      "node_started a",
    ]);
    expect(story.performed).toEqual(["a#1"]);
    expect(story.state.interactions["ask a#0.x/x#0"]).toMatchObject({ withdrawn: true });
  });
});

describe("a call of a run that is to stop", () => {
  it("begins nothing more, and goes on where another process takes over", () => {
    const moment = { stopping: false };
    const story = call(given(graph, moment), ["x", "y"], 1);
    moment.stopping = true;
    expect(story.finish("a#0.x/x#0").decided).toEqual(["branch_finished a#0.x/x status=ended"]);

    moment.stopping = false;
    expect(story.takeOver().decided).toEqual([
      "branch_started a#0.y/y from=a to=y",
      "node_started a#0.y/y",
    ]);
  });

  it("goes on in the same process if that does not stop after all", () => {
    const moment = { stopping: false };
    const story = call(given(graph, moment), ["x", "y", "z"], 2);
    moment.stopping = true;
    story.finish("a#0.x/x#0");

    moment.stopping = false;
    expect(story.wait(1).decided).toEqual([
      "branch_started a#0.z/z from=a to=z",
      "node_started a#0.z/z",
    ]);
  });
});

it("performs a caller once that was cut off when its call was over", () => {
  const story = call(given(graph), ["x"], 1).together(
    (run) => void run.finish("a#0.x/x#0"),
    (run) => void run.takeOver(),
  );

  expect(story.decided).toEqual(["branch_finished a#0.x/x status=ended"]);
  expect(story.performed).toEqual(["a#0"]);
});

describe("a call inside a branch", () => {
  /** What fails in the inner fork is tolerated where the outer one meets. */
  const forked = graphOf({
    entry: "f",
    nodes: [
      router("f"),
      agent("w"),
      router("g"),
      agent("a"),
      agent("b"),
      agent("x"),
      agent("y"),
      join("j"),
      join("k", { await: "best_effort" }),
    ],
    edges: [
      "f -> w",
      "f -> g",
      "g -> a",
      "g -> b",
      "a -> j",
      "b -> j",
      "j -> k",
      "w -> k",
      "k -> done",
    ],
  });
  const inA = "f#0.g/g#0.a";

  it("is cancelled with it, and begins nothing more", () => {
    const story = call(given(forked), ["x", "y"], 1, `${inA}/a#0`).fail("f#0.g/g#0.b/b#0");

    expect(story.decided).toEqual([
      "branch_finished f#0.g/g#0.b/b status=failed code=AUTH_FAILED tolerated=false",
      `branch_finished ${inA}/a#0.x/x status=cancelled`,
      `branch_finished ${inA}/a status=cancelled`,
      "branch_finished f#0.g/g status=failed code=AUTH_FAILED tolerated=true",
    ]);
    expect(story.finish("f#0.w/w#0").decided.at(-1)).toBe("run_finished");
  });

  it("does not tell its caller's meeting that it has come", () => {
    const story = call(given(forked), ["x"], 1, `${inA}/a#0`).finish(`${inA}/a#0.x/x#0`);

    expect(story.decided).toEqual([`branch_finished ${inA}/a#0.x/x status=ended`]);
    expect(story.performed).toEqual([`${inA}/a#0`]);
  });
});

describe("a flow that calls another flow", () => {
  const inner = {
    ...graphOf({
      entry: "one",
      nodes: [agent("one"), tool("two"), agent("three")],
      edges: ["one -> two", "two -> three", "three -> done"],
    }),
    language: "flow",
  } as const;
  const flow = {
    ...graph,
    language: "flow",
    graphs: [{ name: "inner", graph: inner, settings: { maxSteps: 2 } }],
  } as const;
  const branch = "a#0.inner";
  const begin = (): Story =>
    given(flow).happen("call_started", "a#0", {
      targets: [{ graph: "inner", input: 7 }, { node: "x" }],
      bound: 2,
    });
  const startOf = ({ events }: Story, node: string): unknown =>
    events.find(({ type, node_id }) => type === "node_started" && node_id === node)?.data;

  it("counts steps from the beginning in it, and none of a node that is called", () => {
    const story = begin();
    expect(story.state.activations["a#0"]?.started).toEqual({ kind: "agent", attempt: 1, step: 0 });
    expect(startOf(story, "one")).toEqual({ kind: "agent", attempt: 1, step: 0 });
    expect(startOf(story, "x")).toEqual({ kind: "agent", attempt: 1 });

    story.finish(`${branch}/one#0`);
    expect(startOf(story, "two")).toEqual({ kind: "tool", attempt: 1, step: 1, mutating: true });
    expect(story.state.frames[""]?.step).toBe(1);
  });

  it("ends it when its own steps are used up, before the next node", () => {
    const story = begin().finish(`${branch}/one#0`).finish(`${branch}/two#0`);

    expect(story.decided).toEqual([
      `edge_selected ${branch}/two from=two to=three`,
      `branch_finished ${branch}/ status=failed code=StepLimitExceeded`,
      "branch_finished a#0.x/x status=cancelled",
    ]);
    expect(story.state.branches[branch]?.failure).toMatchObject({
      message: "the run has used up its 2 steps",
      hint: "raise `max_steps`, or look for a cycle without a way out",
      details: { fields: { max_steps: 2 } },
    });
    expect(story.performed).toEqual(["a#0"]);
  });

  it("starts a node again that failed in the run itself, with the step that it had", () => {
    const story = given(flow).fail("a#0").resume();

    expect(story.decided).toEqual(["node_started a"]);
    expect(startOf(story, "a")).toEqual({ kind: "agent", attempt: 2, step: 0, input: null });
  });

  it("fails where an edge leads to a node that is not there", () => {
    const lost = { ...flow, nodes: flow.nodes.filter(({ id }) => id !== "done") };
    const story = given(lost).finish("a#0");

    expect(story.decided).toEqual([
      "edge_selected a from=a to=done",
      "run_failed code=NodeNotFound",
    ]);
    expect(story.state.failure).toMatchObject({
      message: "there is no node `done`",
      hint: "validate the flow",
      details: { fields: {}, node: "done" },
    });
    expect(story.state.status).toBe("failed_resumable");
  });
});
