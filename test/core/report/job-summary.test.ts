import { expect, it } from "vitest";
import { renderJobSummary } from "#core/report/job-summary.ts";
import { viewRun } from "#core/report/run-view.ts";
import { createGraph, drawings } from "#support/graph-builder.ts";
import {
  createLog,
  edgeSelected,
  nodeFinished,
  nodeStarted,
  runStarted,
  stepFinished,
} from "#support/log-builder.ts";
import type { LogEntry } from "#support/log-builder.ts";
import { findMermaidFault } from "#support/mermaid-grammar.ts";

const graph = createGraph({
  name: "review",
  nodes: [
    { id: "plan", kind: "agent" },
    { id: "check", kind: "judge" },
    { id: "gate", kind: "human" },
  ],
  edges: [
    { from: "plan", to: "check" },
    { from: "check", to: "plan", when: { not: true, field: "ok" }, loop: "again" },
    { from: "check", to: "gate" },
    { from: "gate", to: "done" },
  ],
  loops: [{ name: "again", max: 3 }],
});

const usage = { input_tokens: 1000, output_tokens: 200, cost_usd: 0.01 };

const once: readonly LogEntry[] = [
  runStarted({ budget: { max_tokens: 10_000 } }),
  nodeStarted("plan", "agent"),
  stepFinished("plan", usage, { ms: 2000 }),
  nodeFinished("plan", { summary: "Two | steps for @octocat" }),
  edgeSelected("plan", "check", 0),
  nodeStarted("check", "judge"),
  stepFinished("check", usage, { ms: 500 }),
  nodeFinished("check", { ok: false }),
];

const again: readonly LogEntry[] = [
  ...once,
  edgeSelected("check", "plan", 1, { loop: "again", iteration: 1 }),
  nodeStarted("plan", "agent", { n: 1 }),
  stepFinished("plan", usage, { n: 1, ms: 1000 }),
  nodeFinished("plan", { summary: "Three steps" }, { n: 1 }),
];

function summaryOf(entries: readonly LogEntry[]): string {
  return renderJobSummary(viewRun(createLog(entries)), graph, drawings);
}

it("has a row for each node, with its visits, its time and what it said last", () => {
  expect(summaryOf(again)).toContain(
    [
      "Nodes: 2 of 3 visited",
      "",
      "| Node | Kind | State | Visits | Time | Tokens | Cost | Says |",
      "| --- | --- | --- | --- | --- | --- | --- | --- |",
      "| `plan` | agent | finished | 2 | 3 s | 2,400 | $0.02 | Three steps |",
      "| `check` | judge | finished | 1 | 500 ms | 1,200 | $0.01 | ok: false |",
    ].join("\n"),
  );
});

it("sets what was used against the limits", () => {
  expect(summaryOf(again)).toContain("| `run_case` | 3.5 s | 3,600 of 10,000 | $0.03 |");
});

it("escapes what models say", () => {
  expect(summaryOf(once)).toContain("| Two &#124; steps for @\u200Boctocat |");
});

it("says that a cost is not known", () => {
  const entries = [
    ...once,
    nodeStarted("plan", "agent", { n: 1 }),
    stepFinished("plan", { ...usage, cost_source: "unknown" }, { n: 1 }),
    nodeFinished("plan", {}, { n: 1 }),
  ];

  expect(summaryOf(entries)).toMatch(/\| `plan` \| agent \| finished \| 2 \|.*\| ≈ \$0.02 \|/);
});

it("puts a failure first: what, where, why, what now", () => {
  const summary = summaryOf([
    ...once,
    {
      type: "run_failed",
      node: "check",
      data: {
        error: "anthropic answered 429",
        code: "RATE_LIMITED",
        resumable: true,
        hint: "run the job again later",
      },
    },
  ]);

  expect(summary).toContain(
    [
      "> [!CAUTION]",
      "> `RATE_LIMITED` at `check`: anthropic answered 429",
      ">",
      "> What now: run the job again later",
    ].join("\n"),
  );
});

it("draws a diagram that Mermaid can read", () => {
  const [, diagram = ""] = /```mermaid\n([\s\S]*?)```/.exec(summaryOf(again)) ?? [];

  expect(findMermaidFault(diagram)).toBe("");
  expect(diagram).toContain("class plan,check done");
});

it("stays below what the platform takes", () => {
  const long = "x".repeat(3000);
  const many = Array.from({ length: 500 }, (_, index) => ({
    id: `n${index}${long}`,
    kind: "tool",
  }));
  const large = createGraph({ ...graph, nodes: many, edges: [], loops: [] });

  const summary = renderJobSummary(viewRun(createLog(once)), large, drawings);

  expect(new TextEncoder().encode(summary).length).toBeLessThanOrEqual(1024 * 1024);
  expect(summary).toContain("`run_case`");
});
