import { expect, it } from "vitest";
import type { Fields, Value } from "#core/graph/value.ts";
import type { NewEvent } from "#core/run/events.ts";
import { evolve, createState } from "#core/run/evolve/evolve.ts";
import { evaluateRun } from "#core/run/recipe/evaluate.ts";
import type { Evaluation } from "#core/run/recipe/evaluate.ts";

const over: NewEvent = { type: "run_finished", data: { output: { approved: true, n: { m: 2 } } } };

/** A step that is made at the second attempt. */
function attempts(node: string): NewEvent[] {
  const place = { node_id: node, activation_id: `${node}#0` };
  const error: Fields = { code: "NETWORK", message: "x", retryable: true };
  return [
    { type: "step_started", ...place, data: { step: "model:0", attempt: 1 } },
    { type: "step_finished", ...place, data: { step: "model:0", attempt: 1, error } },
    { type: "step_started", ...place, data: { step: "model:0", attempt: 2 } },
    { type: "step_finished", ...place, data: { step: "model:0", attempt: 2, result: {} } },
  ];
}

/** A run of two nodes in a row, and how it ended. */
function evaluate(policy: Value | undefined, end: NewEvent | null = over): Evaluation | null {
  const content: Fields = {
    name: "r",
    ...(policy === undefined ? {} : { evaluation_policy: policy }),
  };
  const state = createState();
  const visit = (node: string, output: Value): NewEvent[] => [
    { type: "node_started", node_id: node, activation_id: `${node}#0`, data: { kind: "agent" } },
    ...attempts(node),
    { type: "node_finished", node_id: node, activation_id: `${node}#0`, data: { output } },
  ];
  const events: NewEvent[] = [
    {
      type: "run_started",
      data: { entry: "draft", recipe: { name: "r", path: "r.json", content } },
    },
    ...visit("draft", { approved: false, grade: "bad", score: 3 }),
    ...visit("review", { grade: "good" }),
    ...(end === null ? [] : [end]),
  ];
  for (const [seq, event] of events.entries()) {
    evolve(state, { ...event, seq, run_id: "r", timestamp: "2026-01-01T00:00:00.000Z" });
  }
  return evaluateRun(state);
}

it("is nothing without a policy", () => {
  expect(evaluate(undefined)).toBeNull();
});

it.each<[string, Value | undefined, Value, boolean]>([
  ["approved", undefined, true, true],
  ["approved", "true", true, true],
  ["approved", "false", true, false],
  ["approved", false, true, false],
  ["draft.approved", "false", false, true],
  ["outputs.draft.approved", false, false, true],
  ["grade", "good", "good", true],
  ["draft.grade", "good", "bad", false],
  ["score", 3, 3, true],
  ["score", "3", 3, true],
  ["n", { m: 2 }, { m: 2 }, true],
  ["n.m", "2", 2, true],
  ["absent", "true", null, false],
  ["absent", null, null, true],
  ["review.absent", "x", null, false],
])("takes %s to be %j", (metric, wanted, value, success) => {
  const policy = {
    primary_metric: metric,
    ...(wanted === undefined ? {} : { success_value: wanted }),
  };

  expect(evaluate(policy)).toMatchObject({ metric, value, success });
});

it("gives further metrics, of outputs and of the run", () => {
  const secondary = ["grade", "total_tokens", "total_cost_usd", "total_duration"];

  expect(
    evaluate({
      primary_metric: "approved",
      secondary_metrics: [...secondary, "total_iterations", "total_retries"],
    })?.secondary,
  ).toEqual({
    grade: "good",
    total_tokens: 0,
    total_cost_usd: 0,
    total_duration: 0,
    total_iterations: 0,
    total_retries: 2,
  });
});

it("waits for the end of the run, and a run that failed is no success", () => {
  const failed = (resumable: boolean): NewEvent => ({
    type: "run_failed",
    data: { error: "x", code: "WORKFLOW_FAILED", resumable },
  });
  const policy = { primary_metric: "draft.approved", success_value: false };

  expect(evaluate(policy, null)).toMatchObject({ success: null, reason: "the run isn't over" });
  expect(evaluate(policy, failed(true))?.success).toBeNull();
  expect(evaluate(policy, failed(false))).toMatchObject({
    success: false,
    reason: "the run failed",
  });
});
