/** Which failures a node is told of at which branches meet, and in which order. Spec: runtime §10.5. */
import { expect, it } from "vitest";
import { isFields, isList } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import { agent, graphOf, join, router } from "#support/engine/graph.ts";
import { given, inputOf } from "#support/engine/given.ts";
import type { Story } from "#support/engine/given.ts";

const nodes = [router("f"), agent("a"), router("g"), agent("b"), agent("c"), agent("z")];
const tolerant = { await: "best_effort" };

/** Two forks, one in the other, that meet at one node. */
const together = graphOf({
  entry: "f",
  nodes: [...nodes, join("j", tolerant)],
  edges: ["f -> a", "f -> g", "f -> z", "g -> b", "g -> c", "a -> j", "b -> j", "c -> j", "z -> j"],
});

/** The two forks meet at a node that a third branch of the outer one passes by. */
const apart = graphOf({
  entry: "f",
  nodes: [...nodes, join("ab", tolerant), join("j")],
  edges: [
    "f -> a",
    "f -> g",
    "f -> z",
    "g -> b",
    "g -> c",
    "a -> ab",
    "b -> ab",
    "c -> ab",
    "ab -> j",
    "z -> j",
    "j -> done",
  ],
});

function told(story: Story, activation: string): Value[] | undefined {
  const input = inputOf(story, activation) ?? null;
  const list = isFields(input) ? input["_failed_branches"] : undefined;
  return isList(list)
    ? list.map((one) => (isFields(one) ? one["branch_id"] : null) ?? null)
    : undefined;
}

it("those of an inner fork stand where its branch does", () => {
  const story = given(together)
    .fail("f#0.g/g#0.b/b#0")
    .finish("f#0.g/g#0.c/c#0")
    .fail("f#0.z/z#0")
    .fail("f#0.a/a#0");

  expect(told(story, "j#0")).toEqual(["f#0.a", "f#0.g/g#0.b", "f#0.z"]);
});

it("a branch that goes on alone out of an inner fork is told of those beside it", () => {
  const story = given(apart).fail("f#0.a/a#0").finish("f#0.g/g#0.b/b#0").finish("f#0.g/g#0.c/c#0");

  expect(told(story, "f#0.g/ab#0")).toEqual(["f#0.a"]);
});

it("and of those that were in the inner fork", () => {
  const story = given(apart).fail("f#0.a/a#0").fail("f#0.g/g#0.b/b#0").finish("f#0.g/g#0.c/c#0");

  expect(told(story, "f#0.g/ab#0")).toEqual(["f#0.a", "f#0.g/g#0.b"]);
});

it("and of none twice, when others meet it there", () => {
  const story = given(apart).fail("f#0.g/g#0.c/c#0").finish("f#0.a/a#0").finish("f#0.g/g#0.b/b#0");

  expect(told(story, "f#0.a/ab#0")).toEqual(["f#0.g/g#0.c"]);
});

it("nobody is told where nobody failed", () => {
  const story = given(apart)
    .finish("f#0.a/a#0")
    .finish("f#0.g/g#0.b/b#0")
    .finish("f#0.g/g#0.c/c#0");

  expect(told(story, "f#0.a/ab#0")).toBeUndefined();
});
