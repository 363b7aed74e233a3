import { describe, expect, it } from "vitest";
import type { NewEvent } from "#core/run/events.ts";
import { createEvent } from "#core/engine/decide/place.ts";
import { agent, graphOf, human, join, router } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";

type Place = Omit<NewEvent, "type" | "data">;

function placeOf(event: NewEvent | undefined): Place {
  if (!event) throw new Error("Nothing was decided.");
  return Object.fromEntries(
    Object.entries(event).filter(([key]) => key !== "type" && key !== "data"),
  );
}

const looped = graphOf({
  entry: "a",
  nodes: [human("a"), agent("b"), agent("end")],
  edges: ["a -> b", ["b -> a", { loop: "again", when: "not ok" }], "b -> end", "end -> done"],
  loops: { again: 3 },
});

const forked = graphOf({
  entry: "f",
  nodes: [router("f"), agent("a"), human("h"), join("j")],
  edges: ["f -> a", "f -> h", "a -> j", "h -> j", "j -> done"],
});

describe("an event of the main branch", () => {
  it("names no branch, and no loop where there is none", () => {
    const story = given(forked);

    expect(placeOf(story.events[0])).toStrictEqual({ node_id: "f", activation_id: "f#0" });
  });

  it("names its loops", () => {
    const story = given(looped).ask("a#0");

    expect(placeOf(story.events.at(-1))).toStrictEqual({
      node_id: "a",
      activation_id: "a#0",
      iteration_path: "again=0",
    });
  });

  it("names no loop behind it", () => {
    const story = given(looped).finish("a#0").finish("b#0", { ok: true });

    expect(story.events.map(placeOf)).toStrictEqual([
      { node_id: "b", activation_id: "b#0", iteration_path: "again=0" },
      { node_id: "end", activation_id: "end#0" },
    ]);
    expect(placeOf(story.finish("end#0").events[0])).toStrictEqual({
      node_id: "end",
      activation_id: "end#0",
    });
  });
});

describe("an event of a branch", () => {
  it("names it, whether it begins there or follows from what was done in it", () => {
    const story = given(forked).ask("f#0.h/h#0").finish("f#0.a/a#0");

    expect(story.events.map(placeOf)).toStrictEqual([
      { branch_id: "f#0.a", node_id: "a", activation_id: "f#0.a/a#0" },
      { branch_id: "f#0.h", node_id: "h", activation_id: "f#0.h/h#0" },
    ]);
  });

  it("that has come to its meeting names no activation there", () => {
    const story = given(forked).finish("f#0.a/a#0").finish("f#0.h/h#0");

    expect(story.events.slice(1, 4).map(placeOf)).toStrictEqual([
      { branch_id: "f#0.a", node_id: "j" },
      { branch_id: "f#0.h", node_id: "j" },
      { node_id: "j" },
    ]);
  });
});

describe("an event", () => {
  it("without a payload has none", () => {
    expect(createEvent("run_cancelled", { node_id: "a" }, {})).toStrictEqual({
      type: "run_cancelled",
      node_id: "a",
    });
  });

  it("leaves out what has no value", () => {
    const [started] = given(looped).events;

    expect(started?.data).toStrictEqual({
      kind: "human",
      attempt: 1,
      input: {},
      mode: "pause_until_answers",
    });
  });
});

describe("branches that a fork opens to the same node", () => {
  it("are told apart by a number", () => {
    const graph = graphOf({
      entry: "f",
      nodes: [router("f"), agent("a"), agent("b"), join("j")],
      edges: ["f -> a", "f -> b", "f -> a", "f -> a", "a -> j", "b -> j", "j -> done"],
    });

    expect(Object.keys(given(graph).state.branches)).toEqual([
      "",
      "f#0.a",
      "f#0.b",
      "f#0.a~2",
      "f#0.a~3",
    ]);
  });
});
