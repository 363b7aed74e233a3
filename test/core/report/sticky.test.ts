import { expect, it } from "vitest";
import { viewRun } from "#core/report/run-view.ts";
import { renderStickyComment } from "#core/report/sticky/sticky-comment.ts";
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
