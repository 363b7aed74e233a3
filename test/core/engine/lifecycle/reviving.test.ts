/** Which branches a resume brings back, and where the run begins again. Spec: runtime §10.6 (5–6), §20.2. */
import { expect, it } from "vitest";
import { restartNode, revivedBranches } from "#core/engine/lifecycle/revive.ts";
import { agent, graphOf, join, router } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";
import type { Story } from "#support/engine/given.ts";

const trio = graphOf({
  entry: "f",
  nodes: [router("f"), agent("a"), agent("b"), agent("c"), join("j")],
  edges: ["f -> a", "f -> b", "f -> c", "a -> j", "b -> j", "c -> j", "j -> done"],
});

/** A fork in a branch of a fork. */
const nested = graphOf({
  entry: "f",
  nodes: [router("f"), router("g"), agent("x"), agent("y"), join("inner"), agent("b"), join("j")],
  edges: [
    "f -> g",
    "f -> b",
    "g -> x",
    "g -> y",
    "x -> inner",
    "y -> inner",
    "inner -> j",
    "b -> j",
    "j -> done",
  ],
});

/** What lives again, and the node that runs first. */
function revival({ state }: Story): readonly [readonly string[], string | undefined] {
  const revived = revivedBranches(state);
  return [revived, restartNode(state, revived)];
}

it("brings back nothing but the node that failed where nothing forks", () => {
  const line = graphOf({ entry: "a", nodes: [agent("a")], edges: ["a -> done"] });

  expect(revival(given(line).fail("a#0"))).toEqual([[], "a"]);
});

it("brings back nothing of a run in which nothing has failed", () => {
  expect(revival(given(trio).finish("f#0.a/a#0"))).toEqual([[], undefined]);
});

it("brings back the branch that failed and those that were cancelled for it, in the order of the text", () => {
  expect(revival(given(trio).fail("f#0.b/b#0"))).toEqual([["f#0.a", "f#0.b", "f#0.c"], "b"]);
});

it("leaves a branch that has arrived where it is", () => {
  const story = given(trio).finish("f#0.a/a#0").fail("f#0.c/c#0");

  expect(revival(story)).toEqual([["f#0.b", "f#0.c"], "c"]);
});

it("brings back what was cancelled inside a branch that was cancelled", () => {
  const story = given(nested).fail("f#0.b/b#0");

  expect(revival(story)).toEqual([["f#0.g", "f#0.g/g#0.x", "f#0.g/g#0.y", "f#0.b"], "b"]);
});

it("brings back an inner fork that failed, with all that failed because of it", () => {
  const story = given(nested).fail("f#0.g/g#0.y/y#0");

  expect(revival(story)).toEqual([["f#0.g", "f#0.g/g#0.x", "f#0.g/g#0.y", "f#0.b"], "y"]);
});

it("leaves an inner fork closed that had closed before", () => {
  const story = given(nested).finish("f#0.g/g#0.x/x#0").finish("f#0.g/g#0.y/y#0").fail("f#0.b/b#0");

  expect(revival(story)).toEqual([["f#0.b"], "b"]);
});

it("leaves a failure that was put up with, once its fork has closed", () => {
  const graph = graphOf({
    entry: "f",
    nodes: [
      router("f"),
      agent("a"),
      agent("b"),
      join("j", { await: "best_effort" }),
      agent("last"),
    ],
    edges: ["f -> a", "f -> b", "a -> j", "b -> j", "j -> last", "last -> done"],
  });
  const story = given(graph).fail("f#0.a/a#0").finish("f#0.b/b#0").fail("last#0");

  expect(revival(story)).toEqual([[], "last"]);
});

it("brings back all whose meeting failed because nobody came", () => {
  const graph = graphOf({
    entry: "f",
    nodes: [router("f"), agent("a"), agent("b"), join("j", { await: "best_effort" })],
    edges: ["f -> a", "f -> b", "a -> j", "b -> j", "j -> done"],
  });
  const story = given(graph).fail("f#0.a/a#0").fail("f#0.b/b#0");

  expect(story.decided.at(-1)).toContain("JOIN_FAILED");
  expect(revival(story)).toEqual([["f#0.a", "f#0.b"], "a"]);
});
