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

it("cancels what waits at a meeting inside, too, at the node where it waits", () => {
  const story = given(nested).finish("outer#0.inner/inner#0.b/b#0").fail("outer#0.a/a#0");

  expect(story.decided).toEqual([
    "branch_finished outer#0.a/a status=failed code=AUTH_FAILED tolerated=false",
    "branch_finished outer#0.inner/inner#0.b/j status=cancelled",
    "branch_finished outer#0.inner/inner#0.c/c status=cancelled",
    "branch_finished outer#0.inner/inner status=cancelled",
    "run_failed a code=AUTH_FAILED",
  ]);
});

it("cancels a branch at the node that it is in, not at its first", () => {
  const longer = graphOf({
    entry: "f",
    nodes: [router("f"), agent("a"), agent("a2"), agent("b"), join("j")],
    edges: ["f -> a", "f -> b", "a -> a2", "a2 -> j", "b -> j", "j -> done"],
  });
  const story = given(longer).finish("f#0.a/a#0").fail("f#0.b/b#0");

  expect(story.decided).toContain("branch_finished f#0.a/a2 status=cancelled");
});

/** Three forks inside one another; who failed in the one in the middle is tolerated at the end. */
const tolerant = graphOf({
  entry: "f",
  nodes: [
    router("f"),
    agent("x"),
    router("g"),
    agent("a"),
    router("h"),
    agent("b"),
    agent("c"),
    join("i"),
    join("j"),
    join("k", { await: "best_effort" }),
  ],
  edges: [
    "f -> x",
    "f -> g",
    "g -> a",
    "g -> h",
    "h -> b",
    "h -> c",
    "b -> i",
    "c -> i",
    "i -> j",
    "a -> j",
    "j -> k",
    "x -> k",
    "k -> done",
  ],
});

it("is done with a fork that was cancelled while the run goes on", () => {
  const story = given(tolerant).fail("f#0.g/g#0.a/a#0");
  expect(story.decided).toEqual([
    "branch_finished f#0.g/g#0.a/a status=failed code=AUTH_FAILED tolerated=false",
    "branch_finished f#0.g/g#0.h/h#0.b/b status=cancelled",
    "branch_finished f#0.g/g#0.h/h#0.c/c status=cancelled",
    "branch_finished f#0.g/g#0.h/h status=cancelled",
    "branch_finished f#0.g/g status=failed code=AUTH_FAILED tolerated=true",
  ]);

  expect(story.finish("f#0.x/x#0").decided).toEqual([
    "edge_selected f#0.x/x from=x to=k",
    "branch_finished f#0.x/k status=arrived",
    "join_ready k",
    "node_started k",
    "edge_selected k from=k to=done",
    "node_started done",
    "run_finished",
  ]);
});

it("fails the inner one of two forks first in which branches failed at once", () => {
  const story = given(nested).together(
    (run) => void run.fail("outer#0.a/a#0"),
    (run) => void run.fail("outer#0.inner/inner#0.b/b#0", "TOOL_FAILED"),
  );

  expect(story.decided).toEqual([
    "branch_finished outer#0.a/a status=failed code=AUTH_FAILED tolerated=false",
    "branch_finished outer#0.inner/inner#0.b/b status=failed code=TOOL_FAILED tolerated=false",
    "branch_finished outer#0.inner/inner#0.c/c status=cancelled",
    "branch_finished outer#0.inner/inner status=failed code=TOOL_FAILED tolerated=false",
    "run_failed a code=AUTH_FAILED",
  ]);
});
