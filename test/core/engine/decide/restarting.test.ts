import { expect, it } from "vitest";
import { agent, graphOf, join, router } from "#support/engine/graph.ts";
import { given } from "#support/engine/given.ts";

const line = graphOf({ entry: "a", nodes: [agent("a")], edges: ["a -> done"] });

const fork = graphOf({
  entry: "f",
  nodes: [router("f"), agent("a"), agent("b"), join("j")],
  edges: ["f -> a", "f -> b", "a -> j", "b -> j", "j -> done"],
});

it("starts a failed node again after a resume", () => {
  const story = given(line).fail("a#0").resume();

  expect(story.decided).toEqual(["node_started a"]);
  expect(story.state.activations["a#0"]?.attempt).toBe(2);
});

it("fails the run for what failed just before a kill", () => {
  const story = given(line).together(
    (run) => void run.fail("a#0"),
    (run) => void run.takeOver(),
  );

  expect(story.decided).toEqual(["run_failed a code=AUTH_FAILED"]);
});

it("fails the branch for what failed in it just before a kill", () => {
  const story = given(fork).together(
    (run) => void run.fail("f#0.a/a#0"),
    (run) => void run.takeOver(),
  );

  expect(story.decided).toEqual([
    "branch_finished f#0.a/a status=failed code=AUTH_FAILED tolerated=false",
    "branch_finished f#0.b/b status=cancelled",
    "run_failed a code=AUTH_FAILED",
  ]);
});

it("starts a failed node again though the process that was to do so is killed", () => {
  const story = given(line)
    .fail("a#0")
    .together(
      (run) => void run.resume(),
      (run) => void run.takeOver(),
    );

  expect(story.decided).toEqual(["node_started a"]);
});

it("cancels siblings of a failed branch before it routes what they have finished", () => {
  const story = given(fork).together(
    (run) => void run.finish("f#0.b/b#0"),
    (run) => void run.fail("f#0.a/a#0"),
  );

  expect(story.decided).toEqual([
    "branch_finished f#0.a/a status=failed code=AUTH_FAILED tolerated=false",
    "branch_finished f#0.b/b status=cancelled",
    "run_failed a code=AUTH_FAILED",
  ]);
});

it("goes on with exactly the failed and the cancelled branches of a failed fork", () => {
  const story = given(fork)
    .fail("f#0.a/a#0")
    .resume({ revived: ["f#0.a", "f#0.b"] });

  expect(story.decided).toEqual(["node_started f#0.a/a"]);
  expect(story.state.branches["f#0.b"]?.status).toBe("live");
});
