import { expect, it } from "vitest";
import type { Deed } from "#core/report/deeds/deed.ts";
import { cutWithNote, tellDeed } from "#core/report/deeds/tell-deed.ts";
import { viewDeeds } from "#core/report/deeds/view-deeds.ts";
import { createLog, nodeFinished, nodeStarted, runStarted } from "#support/log-builder.ts";
import type { LogEntry } from "#support/log-builder.ts";

function deedsOf(...entries: readonly LogEntry[]): Deed[] {
  const log = createLog([runStarted(), nodeStarted("plan", "agent"), ...entries]);
  return (viewDeeds(log).get("plan#0") ?? []).flatMap(({ deeds }) => deeds);
}

const at = { node: "plan", n: 0 } as const;

it("begins an attempt with each start, and charges each with its own steps", () => {
  const usage = { input_tokens: 10, output_tokens: 5, cost_usd: 0.25, cost_source: "computed" };
  const log = createLog([
    runStarted(),
    nodeStarted("plan", "agent"),
    { ...at, type: "step_finished", data: { step: "model:0", attempt: 1, result: {}, usage } },
    { ...at, type: "node_failed", data: { error: "no", code: "NETWORK" } },
    nodeStarted("plan", "agent", { data: { attempt: 2 } }),
    nodeFinished("plan", {}),
  ]);

  expect(viewDeeds(log).get("plan#0")).toMatchObject([
    { attempt: 1, fault: { code: "NETWORK", message: "no" }, usage: { cost_usd: 0.25 } },
    { attempt: 2, fault: null, usage: { cost_usd: 0 } },
  ]);
});

it("reads what a delegate says of itself, in the form of either program", () => {
  const [call] = deedsOf(
    { ...at, type: "step_started", data: { step: "delegate:0" } },
    {
      ...at,
      type: "delegate_started",
      data: { backend: "codex", step: "delegate:0", access: "read_only" },
    },
    {
      ...at,
      type: "delegate_event",
      data: { event: { type: "assistant", message: { content: [{ type: "text", text: "hm" }] } } },
    },
    {
      ...at,
      type: "delegate_event",
      data: { event: { item: { type: "agent_message", text: "so" } } },
    },
    { ...at, type: "delegate_event", data: { event: { type: "system" } } },
    {
      ...at,
      type: "delegate_finished",
      data: { backend: "codex", duration_ms: 1200, exit_code: 0 },
    },
    {
      ...at,
      ms: 50,
      type: "step_finished",
      data: { step: "delegate:0", result: { text: "done" } },
    },
  );

  expect(call).toMatchObject({ said: ["hm", "so", "done"], durationMs: 1200, exitCode: 0 });
});

it("shows a failed step with its error and how it is tried again", () => {
  const error = { code: "RATE_LIMITED", message: "slow down", retryable: true };
  const deeds = deedsOf(
    { ...at, type: "step_started", data: { step: "model:0" } },
    { ...at, ms: 40, type: "step_finished", data: { step: "model:0", error } },
    {
      ...at,
      type: "llm_retry",
      data: {
        step: "model:0",
        attempt: 1,
        delay_ms: 2000,
        error: "slow down",
        code: "RATE_LIMITED",
      },
    },
  );

  expect(deeds.map((deed) => tellDeed(deed))).toMatchObject([
    { kind: "turn", facts: ["40 ms"], fault: "slow down (RATE_LIMITED)" },
    { kind: "retry", facts: ["waits 2 s"] },
  ]);
});

it("lists changed files with their diff", () => {
  const [files] = deedsOf({
    ...at,
    type: "workspace_changed",
    data: { files: [{ path: "a.ts", change: "modified" }, "b.ts"], diff: "-a\n+b\n" },
  });

  expect(files && tellDeed(files)).toMatchObject({
    title: "2 changed files",
    parts: [{ text: "modified a.ts\nb.ts" }, { form: "diff", text: "-a\n+b\n" }],
  });
});

it("keeps a question with every answer to it", () => {
  const [question] = deedsOf(
    { ...at, type: "human_input_requested", data: { gate: "g1", instructions: "Good?" } },
    { ...at, type: "human_answers_recorded", data: { by: "ada", answers: { approved: true } } },
  );

  expect(question && tellDeed(question)).toMatchObject({
    title: "question g1",
    facts: ["answered by ada"],
    parts: [{ text: "Good?" }, { label: "answer of ada" }],
  });
});

it("says how much of a text is cut, and cuts no pair in two", () => {
  expect(cutWithNote("abcdef", 6)).toBe("abcdef");
  expect(cutWithNote("abcdef", 2)).toBe("ab\n… [cut: 4 more characters]");
  expect(cutWithNote("a😀b", 2)).toBe("a\n… [cut: 3 more characters]");
});
