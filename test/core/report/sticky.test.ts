import { expect, it } from "vitest";
import { viewRun } from "#core/report/run-view.ts";
import { renderStickyComment } from "#core/report/sticky/sticky-comment.ts";
import { renderRunSummary } from "#core/report/sticky/summary.ts";
import { createGraph, drawings } from "#support/graph-builder.ts";
import { createLog, nodeFinished, nodeStarted, runStarted } from "#support/log-builder.ts";
import { stepFinished } from "#support/log-builder.ts";
import type { LogEntry } from "#support/log-builder.ts";

const graph = createGraph({
  name: "review",
  nodes: [{ id: "plan", kind: "agent" }],
  edges: [{ from: "plan", to: "done" }],
});
const options = {
  ...{ marker: "<!-- marker -->", trigger: "review", startedBy: "octocat" },
  ...{ runUrl: "https://github.com/run", safe: (text: string) => text },
};
const limited = runStarted({ budget: { max_tokens: 10_000, max_cost_usd: 5 } });

function commentOf(...entries: readonly LogEntry[]): string {
  return renderStickyComment(viewRun(createLog(entries)), { graph, drawings }, options);
}

it("is the summary of a job without its first line and what answers, with all that was found", () => {
  const found = [{ path: "a.ts", line: 3, level: "failure", title: "Off", message: "by | one" }];
  const entries: readonly LogEntry[] = [
    limited,
    nodeStarted("plan", "agent"),
    nodeFinished("plan", { found }),
    nodeStarted("gate", "human"),
    {
      type: "human_input_requested",
      node: "gate",
      n: 0,
      data: {
        ...{ interaction_id: "one", gate: "g1", questions: {}, instructions: "Look." },
        ...{ fields: [{ name: "approved", type: "bool" }], min_answers: 1, source: "human" },
      },
    },
    { type: "run_paused", node: "gate", data: { interactions: ["one"], gates: ["g1"] } },
  ];
  const view = viewRun(createLog(entries));
  const gates = {
    g1: { kind: "approval" as const, by: ["octo-lead"], until: "2026-01-02T03:04:05Z" },
  };

  const comment = renderStickyComment(view, { graph, drawings }, { ...options, gates });
  const summary = renderRunSummary(view, { graph, drawings }, { ...options, gates });

  expect(comment).toContain("```text\n> /iter approve g1");
  expect(summary).not.toContain("/iter approve");
  expect(summary).not.toContain("<!--");
  expect(summary).toContain("### Iter · `review` · waiting for an answer");
  expect(summary).toContain("**g1 · gate** – approval, by octo-lead, until 2026-01-02 03:04 UTC");
  expect(summary).toContain("| failure | `a.ts:3` | Off: by &#124; one | `plan` |");
  expect(summary).toContain("```mermaid");
});

function used(tokens: number, more: object = {}): readonly LogEntry[] {
  const usage = { input_tokens: tokens, output_tokens: 0, cost_usd: 0.01, ...more };
  return [nodeStarted("plan", "agent"), stepFinished("plan", usage), nodeFinished("plan", {})];
}

it("says which limit is nearly used up, from four fifths on", () => {
  expect(commentOf(limited, ...used(8500))).toContain(
    "> [!WARNING]\n> Tokens: 85 % is used, 8,500 of 10,000.\n",
  );
  expect(commentOf(limited, ...used(7900))).not.toContain("[!WARNING]");
});

it("marks a cost of which a part is not known", () => {
  expect(commentOf(limited, ...used(5, { cost_source: "unknown" }))).toContain("≈ $0.01 of $5.00");
});
