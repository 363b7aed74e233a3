import { expect, it } from "vitest";
import { planRetry, retryEvent } from "#core/engine/perform/retry.ts";
import type { Attempts } from "#core/engine/perform/retry.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { FailureCode } from "#core/run/failure.ts";
import { agent } from "#support/engine/graph.ts";

function delays(code: FailureCode, node: GraphNode = agent("a"), more: Partial<Attempts> = {}) {
  const waits: number[] = [];
  for (let failed = 1; failed < 20; failed++) {
    const plan = planRetry(node, {
      code,
      retryable: true,
      failed,
      retryAfterMs: null,
      seed: null,
      ...more,
    });
    if (!plan.retry) return waits;
    waits.push(plan.delayMs);
  }
  return waits;
}

it.each<[FailureCode, number[]]>([
  ["RATE_LIMITED", [4000, 8000, 16_000]],
  ["PROVIDER_UNAVAILABLE", [1000, 2000, 4000, 8000, 16_000]],
  ["NETWORK", [1000, 2000, 4000, 8000, 16_000]],
  ["DELEGATE_CRASHED", [1000, 2000]],
  ["TIMEOUT", []],
  ["TOOL_FAILED", []],
  ["EXECUTION_FAILED", []],
  ["AUTH_FAILED", []],
  ["SCHEMA_VALIDATION", []],
])("tries %s again after %j", (code, waits) => {
  expect(delays(code)).toEqual(waits);
});

it("does as the node says, but for what is never retried", () => {
  const node = agent("a", { retry: { max: 3, delayMs: 500, factor: 3, maxDelayMs: 2000 } });

  expect(delays("TOOL_FAILED", node)).toEqual([500, 1500, 2000]);
  expect(delays("NETWORK", node)).toEqual([500, 1500, 2000]);
  expect(delays("AUTH_FAILED", node)).toEqual([]);
  expect(delays("NETWORK", agent("a", { retry: { ...node.retry, max: 0 } }))).toEqual([]);
});

it("leaves a fault alone that says it will not pass", () => {
  expect(delays("RATE_LIMITED", agent("a"), { retryable: false })).toEqual([]);
  expect(
    delays("TIMEOUT", agent("a", { retry: { max: 1, delayMs: 5, factor: 2 } }), {
      retryable: false,
    }),
  ).toEqual([5]);
});

it("waits as long as the server wants", () => {
  expect(delays("RATE_LIMITED", agent("a"), { retryAfterMs: 30_000 })).toEqual([
    30_000, 30_000, 30_000,
  ]);
});

it("leaves a wait of more than ten minutes to people, and says until when", () => {
  const asked: Attempts = {
    code: "RATE_LIMITED",
    retryable: true,
    failed: 1,
    retryAfterMs: 600_001,
    seed: null,
  };

  expect(planRetry(agent("a"), asked)).toEqual({ retry: false, laterMs: 600_001 });
});

it("says how long a server wants to be left alone once nothing more is tried", () => {
  const asked = (code: FailureCode, failed: number, retryAfterMs: number | null) =>
    planRetry(agent("a"), { code, retryable: true, failed, retryAfterMs, seed: null });

  expect(asked("RATE_LIMITED", 1, 600_000)).toEqual({ retry: true, delayMs: 600_000 });
  expect(asked("RATE_LIMITED", 4, 30_000)).toEqual({ retry: false, laterMs: 30_000 });
  expect(asked("RATE_LIMITED", 4, null)).toEqual({ retry: false });
  expect(asked("RATE_LIMITED", 4, 0)).toEqual({ retry: false });
  expect(asked("AUTH_FAILED", 1, 30_000)).toEqual({ retry: false });
});

it("tells of a retry by what was tried", () => {
  expect(["model:0", "delegate:0", "tool:0:search", "command"].map(retryEvent)).toEqual([
    "llm_retry",
    "delegate_retry",
    "tool_retry",
    "tool_retry",
  ]);
});

it("spreads waits by a fifth, never to less than the server wants", () => {
  const seeds = Array.from({ length: 200 }, (_, at) => `a#${at}/model:0`);
  const waits = (retryAfterMs: number | null): number[] =>
    seeds.flatMap((seed) => delays("RATE_LIMITED", agent("a"), { retryAfterMs, seed }).slice(0, 1));
  const own = waits(null);
  const asked = waits(10_000);

  expect(Math.min(...own)).toBeGreaterThanOrEqual(3200);
  expect(Math.max(...own)).toBeLessThanOrEqual(4800);
  expect(new Set(own).size).toBeGreaterThan(50);
  expect(Math.min(...asked)).toBe(10_000);
  expect(Math.max(...asked)).toBeGreaterThan(11_000);
});
