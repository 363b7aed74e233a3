import { expect, it } from "vitest";
import { agent, graphOf, join, router } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";

const nested = graphOf({
  entry: "outer",
  nodes: [
    router("outer"),
    agent("a"),
    router("inner"),
    agent("b"),
    agent("c"),
    join("j"),
    join("k"),
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

it("cancels a sibling with everything inside it, each branch once", () => {
  const story = given(nested).fail("outer#0.a/a#0");

  expect(story.decided).toEqual([
    "branch_finished outer#0.a/a status=failed code=AUTH_FAILED tolerated=false",
    "branch_finished outer#0.inner/inner#0.b/b status=cancelled",
    "branch_finished outer#0.inner/inner#0.c/c status=cancelled",
    "branch_finished outer#0.inner/inner status=cancelled",
    "run_failed a code=AUTH_FAILED",
  ]);
});
