import { expect, it } from "vitest";
import type { EventType, RunEvent } from "#core/run/events.ts";
import { publicationOf, statusOf, usageOf } from "#core/report/check/log-view.ts";

/** A log with one event a second, unless it says another second. */
function logOf(
  ...events: readonly (Partial<RunEvent> & { type: EventType; second?: number })[]
): RunEvent[] {
  return events.map(({ second, ...event }, seq) => ({
    seq,
    timestamp: new Date((second ?? seq) * 1000).toISOString(),
    run_id: "r",
    ...event,
  }));
}

it("counts time only while the run is at work", () => {
  const log = logOf(
    { type: "run_started", second: 0 },
    { type: "run_paused", second: 3 },
    { type: "human_answers_recorded", second: 50 },
    { type: "run_resumed", second: 60 },
    { type: "run_finished", second: 62 },
  );

  expect(usageOf(log)["duration_ms"]).toBe(5000);
});

it("does not count the gap after a kill", () => {
  const log = logOf(
    { type: "run_started", second: 0 },
    { type: "node_started", second: 1 },
    { type: "run_resumed", second: 100 },
    { type: "run_finished", second: 101 },
  );

  expect(usageOf(log)["duration_ms"]).toBe(2000);
});

it("adds up the usage of steps that failed, too", () => {
  const usage = { input_tokens: 3, output_tokens: 2, cost_usd: 0.1 };
  const log = logOf(
    { type: "step_finished", data: { error: { code: "NETWORK" }, usage } },
    { type: "step_finished", data: { usage } },
    { type: "step_finished", data: {} },
  );

  expect(usageOf(log)).toMatchObject({ tokens: 10, cost_usd: 0.2 });
});

it("reads the status off the last event of the run itself", () => {
  expect(statusOf([])).toBe("none");
  expect(statusOf(logOf({ type: "run_started" }, { type: "node_started" }))).toBe("running");
  expect(statusOf(logOf({ type: "run_failed", data: { resumable: true } }))).toBe(
    "failed_resumable",
  );
  expect(statusOf(logOf({ type: "run_failed", data: { resumable: false } }))).toBe("failed");
});

it("takes the data of a publication from its own node in its own branch", () => {
  const log = logOf(
    {
      type: "artifact_written",
      node_id: "a",
      branch_id: "f#0.a",
      data: { publish: "p", version: 2, path: "x" },
    },
    { type: "node_finished", node_id: "a", branch_id: "f#0.b", data: { output: "other" } },
    { type: "node_finished", node_id: "a", branch_id: "f#0.a", data: { output: "mine" } },
  );

  expect(publicationOf(log, "p")).toEqual({ version: 2, path: "x", data: "mine" });
});
