/** The text that a run goes on with, and what of the run it must still have. Spec: runtime §20.1 (3–5). */
import { describe, expect, it } from "vitest";
import { refuseBudget, resumeSource, withRecipe } from "#core/engine/lifecycle/resume-source.ts";
import type { ResumedSource } from "#core/engine/lifecycle/resume-source.ts";
import type { ResumeOptions } from "#core/engine/world.ts";
import type { Budget, Graph } from "#core/graph/graph.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { evolve } from "#core/run/evolve/evolve.ts";
import { Refusal } from "#core/run/failure.ts";
import type { Dimension, RunState } from "#core/run/state.ts";
import { agent, compute, graphOf, join, router } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";
import type { Story } from "#support/engine/given.ts";

const sketch = {
  entry: "a",
  nodes: [agent("a"), agent("b")],
  edges: ["a -> b", "b -> done"],
} as const;
const recorded = graphOf({ ...sketch, budget: { maxTokens: 10 } });

function stateOf(
  graph: Graph,
  tell: (story: Story) => unknown = () => undefined,
  more: Fields = {},
): RunState {
  const story = given(graph);
  tell(story);
  const source = { path: "old.iter", text: "old", sha256: "00", hash: graph.hash };
  return Object.assign(story.state, { source }, more);
}

/** Goes on with another text, whose graph is given. */
function change(
  state: RunState,
  next: Graph,
  { force = true, from = recorded }: { readonly force?: boolean; readonly from?: Graph } = {},
): ResumedSource {
  const compile: ResumeOptions["compile"] = ({ text }) => (text === "old" ? from : next);
  const source = { path: "new.iter", text: "new", sha256: "11" };
  return resumeSource(state, { runId: "run_x", compile, source, force });
}

function refusalOf(deed: () => unknown): Pick<Refusal, "code" | "message" | "hint"> {
  try {
    deed();
  } catch (error) {
    if (error instanceof Refusal)
      return { code: error.code, message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error("It was not refused.");
}

describe("without another text", () => {
  it("a run goes on with its own and the limits that it has", () => {
    const state = stateOf(recorded, undefined, {
      limits: { maxTokens: 99, unknownPrice: "error" },
    });
    const compile: ResumeOptions["compile"] = () => recorded;

    const resumed = resumeSource(state, { runId: "run_x", compile });
    const same = resumeSource(state, { runId: "run_x", compile, source: state.source });

    expect(resumed).toEqual({ graph: recorded, limits: state.limits });
    expect(same).toEqual(resumed);
  });

  it("a run whose graph was kept isn't compiled again", () => {
    const state = stateOf(recorded);
    Object.assign(state.start ?? {}, { graph: recorded });
    const compile = (): never => {
      throw new Error("It was compiled.");
    };

    expect(resumeSource(state, { runId: "run_x", compile }).graph).toBe(recorded);
  });
});

describe("another text", () => {
  it("that means the same is taken, and changes no limit", () => {
    const state = stateOf(recorded);
    const same = { ...graphOf(sketch), hash: recorded.hash };

    expect(change(state, same, { force: false })).toEqual({ graph: same, limits: state.limits });
  });

  it("is refused unless it is forced", () => {
    const other = graphOf({ ...sketch, entry: "b" });

    expect(refusalOf(() => change(stateOf(recorded), other, { force: false }))).toEqual({
      code: "SOURCE_CHANGED",
      message: "`new.iter` is not the workflow that the run was started with",
      hint: "leave the file out to go on with the recorded text, or take the new one with `--file new.iter --force`",
    });
  });

  it("that is forced is recorded, with its limits and the variables that are new", () => {
    const state = stateOf(recorded, undefined, { vars: { kept: 1 } });
    const vars = [
      { name: "kept", type: "int", default: 5 },
      { name: "more", type: "int", default: 7 },
      { name: "bare", type: "int" },
    ];
    const other = {
      ...graphOf({ ...sketch, entry: "b", budget: { maxTokens: 20 } }),
      vars,
    } as unknown as Graph;

    expect(change(state, other)).toEqual({
      graph: other,
      limits: { maxTokens: 20, unknownPrice: "error" },
      edges: [0, 1],
      forced: {
        forced: true,
        source: { path: "new.iter", text: "new", sha256: "11", hash: other.hash },
        vars: { kept: 1, more: 7 },
        edges: [0, 1],
        graph: null,
      },
    });
  });

  it("takes the place of a graph that was kept, with what it uses", () => {
    const using = (name: string): Graph["graphs"] => [{ name, graph: recorded }];
    const state = stateOf(recorded);
    Object.assign(state.start ?? {}, { graph: { ...recorded, graphs: using("old") } });
    const next = { ...graphOf({ ...sketch, entry: "b" }), graphs: using("new") } as Graph;
    const resumed = (graph: Graph): RunState => {
      const { forced: data = {} } = change(state, graph);
      return evolve(state, { ...event, seq: state.seq + 1, data });
    };
    const event = { type: "run_resumed", run_id: "run_x", timestamp: state.timestamp } as const;

    expect(resumed(next).start?.graph).toEqual(next);
    Object.assign(state.source, { text: "newer" });
    expect(resumed(recorded).start?.graph).toBeNull();
  });

  it("has its edges where the old one had them, the second between two nodes second", () => {
    const from = graphOf({
      ...sketch,
      edges: [["a -> b", { when: "x" }], ["a -> b", { when: "y" }], "a -> done", "b -> done"],
    });
    const other = graphOf({
      ...sketch,
      nodes: [...sketch.nodes, agent("c")],
      edges: ["a -> c", ["a -> b", { when: "x" }], "c -> done", ["a -> b", { when: "y" }]],
    });

    expect(change(stateOf(from), other, { from }).forced?.["edges"]).toEqual([1, 3, null, null]);
  });
});

describe("a text that lacks what the run stands at is refused:", () => {
  const looped = graphOf({
    ...sketch,
    edges: ["a -> b", ["b -> a", { loop: "again", when: "not ok" }], "b -> done"],
    loops: { again: 3 },
  });
  const forking = {
    entry: "f",
    nodes: [router("f"), agent("a"), agent("b"), join("j"), agent("end")],
    edges: ["f -> a", "f -> b", "a -> j", "b -> j", "j -> end", "end -> done"],
  } as const;
  const forked = graphOf(forking);

  function lacking(
    from: Graph,
    next: Graph,
    tell?: (story: Story) => unknown,
    more?: Fields,
  ): string {
    const { code, message, hint } = refusalOf(() =>
      change(stateOf(from, tell, more), next, { from }),
    );
    expect([code, hint]).toEqual([
      "RESUME_INVALID",
      "what the run has begun must stay in the file, with the same kind",
    ]);
    return message;
  }

  it("a node that it has been at", () => {
    const without = graphOf({ entry: "b", nodes: [agent("b")], edges: ["b -> done"] });

    expect(lacking(recorded, without, (story) => story.finish("a#0"))).toBe(
      "the new text lacks node `a`",
    );
  });

  it("a node that is of another kind now", () => {
    const other = graphOf({ ...sketch, nodes: [compute("a", { n: "1" }), agent("b")] });

    expect(lacking(recorded, other)).toBe("the new text lacks node `a`");
  });

  it("a loop that it has gone", () => {
    const other = graphOf({ ...sketch, edges: ["a -> b", "b -> a", "b -> done"] });

    expect(lacking(looped, other, (story) => story.finish("a#0").finish("b#0"))).toBe(
      "the new text lacks loop `again`",
    );
  });

  it("an edge of a fork that is open", () => {
    const other = graphOf({ ...forking, edges: forking.edges.filter((edge) => edge !== "f -> b") });

    expect(lacking(forked, other, (story) => story.finish("f#0.a/a#0"))).toBe(
      "the new text lacks an edge of the open fork `f#0`",
    );
  });

  it("several things, each once", () => {
    const other = graphOf({ entry: "b", nodes: [agent("b")], edges: ["b -> done"] });
    const tell = (story: Story): Story => story.finish("a#0").finish("b#0").finish("a#1");

    expect(lacking(looped, other, tell)).toBe("the new text lacks node `a`, loop `again`");
  });

  it("a node that is only about to begin", () => {
    const state = stateOf(recorded);
    const branch = state.branches[""];
    Object.assign(branch ?? {}, { token: { node: "b", arrivals: [] } });
    const other = graphOf({ entry: "a", nodes: [agent("a")], edges: ["a -> done"] });

    expect(refusalOf(() => change(state, other)).message).toBe("the new text lacks node `b`");
  });

  it("an edge by which a branch has come to where it waits", () => {
    const edges = ["f -> a", "f -> b", "a -> end", "b -> j", "j -> end", "end -> done"];
    const other = graphOf({ ...forking, edges });

    expect(lacking(forked, other, (story) => story.finish("f#0.a/a#0"))).toBe(
      "the new text lacks edge `a -> j`",
    );
  });

  it("an edge that was chosen and not taken", () => {
    const chosen = graphOf({ ...sketch, nodes: [router("a", "llm"), agent("b")] });
    const other = graphOf({ ...sketch, nodes: chosen.nodes, edges: ["a -> done", "b -> done"] });
    const tell = (one: Story, outcome: Fields): Story =>
      one.together(
        (story) => void story.finish("a#0", {}, { outcome }),
        (story) => void story.happen("run_cancelled", null),
      );

    for (const outcome of [
      { kind: "next", edge: 0 },
      { kind: "fork", edges: [0] },
    ]) {
      expect(lacking(chosen, other, (story) => tell(story, outcome))).toBe(
        "the new text lacks edge `a -> b`",
      );
    }
    expect(change(stateOf(chosen), other, { from: chosen }).edges).toEqual([null, 1]);
  });

  it("an edge whose turn it is", () => {
    const taking = graphOf({ ...sketch, nodes: [router("a", "round_robin"), agent("b")] });
    const other = graphOf({ ...sketch, nodes: taking.nodes, edges: ["a -> done", "b -> done"] });
    const state = stateOf(taking);
    Object.assign(state.activations["a#0"] ?? {}, { status: "started", routed: false });
    Object.assign(state.branches[""] ?? {}, { activation: "a#0", token: null });

    expect(refusalOf(() => change(state, other, { from: taking })).message).toBe(
      "the new text lacks edge `a -> b`",
    );
  });

  it("but not an edge that was taken, and brought what has begun", () => {
    const edges = [["a -> b", { loop: "again" }], "b -> a", "b -> done"] as const;
    const from = graphOf({ ...sketch, edges: ["a -> b", "b -> done"] });
    const other = graphOf({ ...sketch, entry: "b", edges, loops: { again: 1 } });
    const gone = graphOf({ ...sketch, entry: "b", edges: ["b -> a", "a -> done"] });
    const state = stateOf(from, (story) => story.finish("a#0"));

    expect(change(state, other, { from }).edges).toEqual([0, 2]);
    expect(change(state, gone, { from }).edges).toEqual([null, null]);
  });

  it("but not an edge of a fork that has closed", () => {
    const other = graphOf({ ...forking, edges: forking.edges.filter((edge) => edge !== "f -> b") });
    const state = stateOf(forked, (story) => story.finish("f#0.a/a#0").finish("f#0.b/b#0"));

    expect(Object.values(state.forks).map(({ closed }) => closed)).toEqual([true]);
    expect(change(state, other, { from: forked }).forced?.["edges"]).toEqual([0, null, 1, 2, 3, 4]);
  });
});

describe("a run that calls another graph", () => {
  const part = graphOf({
    entry: "a",
    nodes: [agent("a"), agent("inner")],
    edges: [["a -> inner", { when: "x" }], "a -> done", "inner -> done"],
  });
  const using = (graph: Graph, called: Graph): Graph => ({
    ...graph,
    graphs: [{ name: "part", graph: called }],
  });
  const own = { ...sketch, edges: ["a -> b", "a -> done", "b -> done"] } as const;
  const host = using(graphOf(own), part);
  const turned = { ...graphOf({ ...own, edges: ["a -> done", "a -> b", "b -> done"] }), hash: "2" };

  function inside(): Story {
    const story = given(host).happen("call_started", "a#0", {
      targets: [{ graph: "part", input: {} }],
      bound: 1,
    });
    const source = { path: "old.iter", text: "old", sha256: "00", hash: host.hash };
    Object.assign(story.state, { source });
    return story.finish("a#0.part/a#0", {}, { outcome: { kind: "next", edge: 0 } });
  }

  it("takes a new text in the middle of it, and leaves its edges alone", () => {
    const story = inside();
    const { forced = {} } = change(story.state, using(turned, part), { from: host });

    story.resume({ resumed_from: "interrupted", ...forced });

    expect(forced["edges"]).toEqual([1, 0, 2]);
    expect(story.state.activations["a#0.part/a#0"]?.way).toEqual({ kind: "next", edge: 0 });
  });

  it("takes none in which that graph has changed", () => {
    const other = { ...part, hash: "sha256:other" };

    expect(
      refusalOf(() => change(inside().state, using(turned, other), { from: host })).message,
    ).toBe("the new text lacks `part` as it was, in which the run is");
  });
});

describe("the recipe of a run", () => {
  const prompted = graphOf({ ...sketch, prompts: { ask: "Old words." } });

  function withContent(content: Value): RunState {
    const state = stateOf(prompted);
    Object.assign(state.start ?? {}, { recipe: { path: "r.json", content } });
    return state;
  }

  it("is in the text that it goes on with", () => {
    const state = withContent({ name: "r", prompt_pack: { ask: "New words." } });

    const { graph } = withRecipe(state, prompted);
    const forced = change(state, { ...prompted, hash: "sha256:other" }, { from: prompted });

    expect(JSON.stringify(graph.prompts)).toContain("New words.");
    expect(forced.graph.prompts).toEqual(graph.prompts);
    expect(change(state, prompted, { from: prompted }).graph.prompts).toEqual(graph.prompts);
  });

  it("changes the limits of a text that is forced", () => {
    const state = withContent({ name: "r", budget: { max_tokens: 50 } });
    const other = { ...graphOf({ ...sketch, budget: { maxTokens: 20 } }), hash: "sha256:other" };

    expect(change(state, other, { from: prompted }).limits.maxTokens).toBe(50);
  });

  it("that doesn't fit another text is refused", () => {
    const state = withContent({ name: "r", prompt_pack: { ask: "New words." } });
    const refused = refusalOf(() => withRecipe(state, recorded));

    expect(refused.code).toBe("RESUME_INVALID");
    expect(refused.message).toMatch(/^the run's recipe doesn't fit the text: .*r\.json/);
    expect(refused.hint).toBe(
      "keep what the recipe names in the file, or start a new run without it",
    );
  });
});

describe("a run that has used up a limit", () => {
  const spent = {
    input_tokens: 7,
    output_tokens: 5,
    cost_usd: 0.5,
    duration_ms: 3_000,
    iterations: 4,
  };

  function usedUp(exceeded: Dimension | null, code = "BUDGET_EXCEEDED"): RunState {
    return stateOf(recorded, undefined, { exceeded, failure: { code }, spent });
  }

  it.each<[Dimension, Partial<Budget>, string]>([
    ["tokens", { maxTokens: 12 }, "12 of 12: max_tokens=24"],
    ["cost_usd", { maxCostUsd: 0.5 }, "0.5 of 0.5: max_cost_usd=1"],
    ["duration", { maxDurationMs: 2_000 }, "3000 of 2000: max_duration=6s"],
    ["iterations", { maxIterations: 1 }, "4 of 1: max_iterations=8"],
  ])("of %s needs a larger one", (dimension, limit, said) => {
    const limits = { unknownPrice: "error", ...limit } as const;
    const { code, message, hint } = refusalOf(() => refuseBudget(usedUp(dimension), limits));

    const [used, larger] = said.split(": ");
    expect(code).toBe("RESUME_INVALID");
    expect(message).toBe(`the budget is used up: ${used}`);
    expect(hint).toBe(`give it more: \`--budget ${larger}\``);
  });

  it("goes on with a larger one, or without any", () => {
    const state = usedUp("tokens");

    expect(() => refuseBudget(state, { maxTokens: 13, unknownPrice: "error" })).not.toThrow();
    expect(() => refuseBudget(state, { unknownPrice: "error" })).not.toThrow();
  });

  it("and failed for another reason goes on, and so does one that used up none", () => {
    const limits = { maxTokens: 1, unknownPrice: "error" } as const;

    expect(() => refuseBudget(usedUp("tokens", "AUTH_FAILED"), limits)).not.toThrow();
    expect(() => refuseBudget(usedUp(null), limits)).not.toThrow();
  });
});
