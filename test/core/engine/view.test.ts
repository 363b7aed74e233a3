/** What a branch sees of the run it belongs to. Spec: runtime §7.1. */
import { describe, expect, it } from "vitest";
import {
  lastPublication,
  lastVisit,
  resolveReference,
  variablesOf,
  visibleArtifacts,
} from "#core/engine/view.ts";
import type { View } from "#core/engine/view.ts";
import { createWorkGraph } from "#core/engine/work-graph/work-graph.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { kinds } from "#core/kinds/index.ts";
import { agent, graphOf, join, router } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";
import type { Story } from "#support/engine/given.ts";

function viewOf(graph: Graph, { state }: Story, branch = "", more: Partial<View> = {}): View {
  const found = state.branches[branch];
  if (!found) throw new Error(`There is no branch ${branch}.`);
  return { work: createWorkGraph(graph, kinds), state, branch: found, input: null, ...more };
}

function see(view: View, reference: string): Value {
  return resolveReference(view, reference.split("."));
}

describe("outputs", () => {
  const graph = graphOf({
    entry: "a",
    nodes: [agent("a"), agent("b")],
    edges: ["a -> b", ["b -> a", { loop: "again", when: "not ok" }], "b -> done"],
    loops: { again: 5 },
  });

  function thrice(): Story {
    const story = given(graph).finish("a#0", { n: 0 }).finish("b#0");
    return story.finish("a#1", { n: 1 }).finish("b#1").finish("a#2", { n: 2 });
  }

  it("are those of the last visit", () => {
    const view = viewOf(graph, thrice());

    expect(see(view, "outputs.a")).toEqual({ n: 2 });
    expect(see(view, "outputs.a.n")).toBe(2);
    expect(see(view, "outputs.a.n.deeper")).toBeNull();
    expect(lastVisit(view, "a")?.id).toBe("a#2");
  });

  it("are null of a node that has not been visited, or isn't there", () => {
    const view = viewOf(graph, given(graph));

    expect(see(view, "outputs.b")).toBeNull();
    expect(see(view, "outputs.c.n")).toBeNull();
    expect(see(view, "outputs")).toBeNull();
    expect(lastVisit(view, "b")).toBeUndefined();
  });

  it("have a history, oldest first", () => {
    const view = viewOf(graph, thrice());

    expect(see(view, "outputs.a.history")).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
    expect(see(view, "outputs.a.history.1.n")).toBe(1);
    expect(see(view, "outputs.c.history")).toEqual([]);
  });

  it.each([
    [0, null, []],
    [1, { n: 0 }, [{ n: 0 }]],
    [2, { n: 0 }, [{ n: 0 }]],
    [3, { n: 1 }, [{ n: 0 }, { n: 1 }]],
    [5, { n: 2 }, [{ n: 0 }, { n: 1 }, { n: 2 }]],
  ])("after %i of the branch's visits are those that there were", (seen, last, history) => {
    const view = viewOf(graph, thrice(), "", { seen });

    expect(see(view, "outputs.a")).toEqual(last);
    expect(see(view, "outputs.a.history")).toEqual(history);
  });

  it("stand beside what the engine says of the visit", () => {
    const story = given(graph).finish(
      "a#0",
      { n: 0, _mine: "a field", _tokens: "hidden" },
      { _tokens: 7, _cost_usd: 0.5, meta: { _model: "simulate/any" } },
    );
    const view = viewOf(graph, story);

    expect(see(view, "outputs.a._tokens")).toBe(7);
    expect(see(view, "outputs.a._model")).toBe("simulate/any");
    expect(see(view, "outputs.a._mine")).toBe("a field");
    expect(see(view, "outputs.a._other")).toBeNull();
  });
});

describe("a branch", () => {
  const graph = graphOf({
    entry: "before",
    nodes: [
      agent("before"),
      router("f"),
      agent("a"),
      agent("b"),
      router("g"),
      agent("c"),
      agent("d"),
      join("inner"),
      join("outer"),
    ],
    edges: [
      ...["before -> f", "f -> a", "f -> b", "a -> g", "g -> c", "g -> d"],
      ...["c -> inner", "d -> inner", "inner -> outer", "b -> outer", "outer -> done"],
    ],
  });
  const [first, second] = ["f#0.a", "f#0.b"];
  const deep = "f#0.a/g#0.c";

  function forked(): Story {
    const story = given(graph).finish("before#0", { n: 0 });
    return story.finish(`${first}/a#0`, { n: 1 }).finish(`${second}/b#0`, { n: 2 });
  }

  it("sees what came before it was opened, and what happens in it", () => {
    const view = viewOf(graph, forked(), deep);

    expect(see(view, "outputs.before.n")).toBe(0);
    expect(see(view, "outputs.a.n")).toBe(1);
    expect(see(view, "outputs.before.history")).toEqual([{ n: 0 }]);
  });

  it("sees nothing of its siblings, nor its opener of it", () => {
    const story = forked();

    expect(see(viewOf(graph, story, deep), "outputs.b")).toBeNull();
    expect(see(viewOf(graph, story, second), "outputs.a")).toBeNull();
    expect(see(viewOf(graph, story), "outputs.a")).toBeNull();
  });

  it("sees nothing that its opener went through later", () => {
    const story = forked().finish(`${deep}/c#0`, { n: 3 }).finish("f#0.a/g#0.d/d#0", { n: 4 });
    const opener = story.state.branches[first];

    expect(opener?.visits.length).toBeGreaterThan(opener?.inherited ?? 0);
    expect(see(viewOf(graph, story, deep), "outputs.inner")).toBeNull();
    expect(see(viewOf(graph, story, first), "outputs.a.n")).toBe(1);
  });
});

describe("artifacts", () => {
  const graph = graphOf({
    entry: "a",
    nodes: [agent("a"), router("f"), agent("b"), agent("c"), join("j")],
    edges: ["a -> f", "f -> b", "f -> c", "b -> j", "c -> j", "j -> done"],
  });

  function publish(story: Story, activation: string, artifact: Fields, output: Value): void {
    story.happen("artifact_written", activation, artifact).finish(activation, output);
  }

  function published(): Story {
    const story = given(graph);
    publish(story, "a#0", { publish: "plan", version: 0 }, { n: 0 });
    publish(story, "f#0.b/b#0", { publish: "notes", version: 0 }, { n: 1 });
    publish(story, "f#0.c/c#0", { publish: "plan", version: 1 }, { n: 2 });
    return story;
  }

  it("are those of the branch and of what it was opened from, the oldest name first", () => {
    const story = published();

    expect(visibleArtifacts(viewOf(graph, story, "f#0.b"))).toEqual([
      { name: "plan", data: { n: 0 } },
      { name: "notes", data: { n: 1 } },
    ]);
    expect(visibleArtifacts(viewOf(graph, story, "f#0.c"))).toEqual([
      { name: "plan", data: { n: 2 } },
    ]);
    expect(lastPublication(viewOf(graph, story, "f#0.c"), "plan")?.id).toBe("f#0.c/c#0");
  });

  it("are found by their name", () => {
    const view = viewOf(graph, published(), "f#0.b");

    expect(see(view, "artifacts.plan.n")).toBe(0);
    expect(see(view, "artifacts.notes")).toEqual({ n: 1 });
    expect(see(view, "artifacts.other")).toBeNull();
    expect(see(view, "artifacts")).toBeNull();
  });
});

describe("a loop", () => {
  const graph = graphOf({
    entry: "a",
    nodes: [agent("a")],
    edges: [["a -> a", { loop: "again", when: "not ok" }], "a -> done"],
    loops: { again: 3 },
  });

  it("is counted, from none on", () => {
    const story = given(graph);
    const before = viewOf(graph, story);

    expect(see(before, "loop.again.iteration")).toBe(0);
    expect(see(before, "loop.again.max")).toBe(3);
    expect(see(before, "loop.again.previous_output")).toBeNull();
    story.finish("a#0", { n: 0 });
    const after = viewOf(graph, story);
    expect(see(after, "loop.again.iteration")).toBe(1);
    expect(see(after, "loop.again.previous_output.n")).toBe(0);
  });

  it.each([
    "loop.again",
    "loop.again.other",
    "loop.again.iteration.n",
    "loop.again.max.n",
    "loop.other.iteration",
    "loop.other.max",
    "loop.other.previous_output",
    "loop",
  ])("has no %s", (reference) => {
    expect(see(viewOf(graph, given(graph)), reference)).toBeNull();
  });
});

describe("what is the same everywhere", () => {
  const graph = graphOf({ entry: "a", nodes: [agent("a")], edges: ["a -> done"] });

  it("is the input, the run's name, its variables and what it is about", () => {
    const story = given(graph);
    const { state } = story;
    Object.assign(state, { vars: { who: { name: "ada" } } });
    Object.assign(state.start ?? {}, { github: { number: 42 } });
    const view = viewOf(graph, story, "", { input: { text: "hello" } });

    expect(see(view, "input.text")).toBe("hello");
    expect(see(view, "input")).toEqual({ text: "hello" });
    expect(see(view, "run.id")).toBe("run_x");
    expect(see(view, "vars.who.name")).toBe("ada");
    expect(see(view, "github.number")).toBe(42);
  });

  it("has nothing else", () => {
    const view = viewOf(graph, given(graph), "", { input: { id: "x", text: "hello" } });

    expect(
      ["run", "run.name", "run.id.x", "other", "id", "text", ""].map((it) => see(view, it)),
    ).toEqual(Array.from({ length: 7 }, () => null));
  });

  it("are the variables of the graph that is called, in a branch of a call", () => {
    const { state } = given(graph);
    const branch = { ...state.branches[""]!, id: "b", frame: "call" };
    Object.assign(state, { vars: { n: 1 } });
    Object.assign(state.frames, { call: { ...state.frames[""], vars: { n: 2 } } });

    expect(variablesOf(state, state.branches[""]!)).toEqual({ n: 1 });
    expect(variablesOf(state, branch)).toEqual({ n: 2 });
    expect(variablesOf(state, { ...branch, frame: "other" })).toEqual({ n: 1 });
  });
});
