import fc from "fast-check";
import { expect, it } from "vitest";
import { renderReport } from "#core/report/markdown.ts";
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
    { id: "fan", kind: "router" },
    { id: "a", kind: "agent" },
    { id: "b", kind: "tool" },
    { id: "meet", kind: "join" },
    { id: "gate", kind: "human" },
  ],
  edges: [
    { from: "fan", to: "a" },
    { from: "fan", to: "b" },
    { from: "a", to: "meet" },
    { from: "b", to: "meet" },
    { from: "meet", to: "gate" },
    { from: "gate", to: "done", when: { not: false, field: "approved" } },
    { from: "gate", to: "fan", when: { not: true, field: "approved" }, loop: "again" },
  ],
  loops: [{ name: "again", max: 3 }],
});
const options = { loops: new Map([["again", 3]]) };
const inA = { branch: "fan#0.a" };
const inB = { branch: "fan#0.b" };

const story: readonly LogEntry[] = [
  runStarted({
    budget: { max_tokens: 1500, max_cost_usd: 0.5, max_duration_ms: 1_800_000 },
    simulated: true,
    entry: "fan",
  }),
  nodeStarted("fan", "router"),
  nodeFinished("fan", {}),
  {
    type: "branch_started",
    branch: "fan#0.a",
    node: "a",
    data: { fork: "fan#0", parent: "", from: "fan", to: "a", edge: 0, chosen: [0, 1] },
  },
  edgeSelected("fan", "a", 0, {}, { ...inA, activation: "fan#0" }),
  {
    type: "branch_started",
    branch: "fan#0.b",
    node: "b",
    data: { fork: "fan#0", parent: "", from: "fan", to: "b", edge: 1, chosen: [0, 1] },
  },
  edgeSelected("fan", "b", 1, {}, { ...inB, activation: "fan#0" }),
  nodeStarted("a", "agent", { ...inA, ms: 1000, iteration: "again=0" }),
  {
    type: "llm_prompt",
    node: "a",
    n: 0,
    ...inA,
    data: { step: "model:0", system_prompt: "Be kind.", user_message: "Look at\n```\ncode\n```" },
  },
  {
    type: "llm_retry",
    node: "a",
    n: 0,
    ...inA,
    ms: 500,
    data: { step: "model:0", attempt: 1, delay_ms: 4000, error: "slow down", code: "RATE_LIMITED" },
  },
  {
    type: "llm_step_finished",
    node: "a",
    n: 0,
    ...inA,
    ms: 4000,
    data: {
      step: "model:0",
      input_tokens: 900,
      output_tokens: 400,
      cost_usd: 0.0123,
      response_text: "Fine @octocat",
    },
  },
  stepFinished("a", { input_tokens: 900, output_tokens: 400, cost_usd: 0.0123 }, inA),
  {
    type: "budget_warning",
    node: "a",
    n: 0,
    ...inA,
    data: { dimension: "tokens", used: 1300, limit: 1500, unit: "tokens" },
  },
  {
    type: "artifact_written",
    node: "a",
    n: 0,
    ...inA,
    data: { publish: "findings", version: 0, path: "artifacts/a/0.json", sha256: "00" },
  },
  nodeFinished("a", { summary: "Two | findings\nin <b>auth</b>", _tokens: 3 }, inA),
  edgeSelected("a", "meet", 2, {}, inA),
  { type: "branch_finished", ...inA, node: "a", data: { status: "arrived", node: "meet" } },
  nodeStarted("b", "tool", inB),
  {
    type: "node_failed",
    node: "b",
    n: 0,
    ...inB,
    data: {
      error: "exit 1",
      code: "TOOL_FAILED",
      retryable: false,
      attempt: 1,
      hint: "see its output",
    },
  },
  {
    type: "branch_finished",
    ...inB,
    node: "b",
    data: { status: "failed", node: "b", error: "exit 1", code: "TOOL_FAILED", tolerated: true },
  },
  {
    type: "join_ready",
    node: "meet",
    data: {
      fork: "fan#0",
      strategy: "best_effort",
      required: [],
      branches: ["fan#0.a"],
      failed_branches: [{ branch_id: "fan#0.b", node: "b", code: "TOOL_FAILED", error: "exit 1" }],
      ended_branches: [],
      gathering: false,
    },
  },
  nodeStarted("meet", "join"),
  nodeFinished("meet", { a: {} }),
  edgeSelected("meet", "gate", 4),
  nodeStarted("gate", "human"),
  {
    type: "human_input_requested",
    node: "gate",
    n: 0,
    data: {
      interaction_id: "run_case_gate-0",
      gate: "g1",
      questions: {},
      instructions: "Is it good?\n/iter approve",
      fields: [{ name: "approved", type: "bool" }],
      min_answers: 1,
      source: "human",
    },
  },
  { type: "run_paused", node: "gate", data: { interactions: ["run_case_gate-0"], gates: ["g1"] } },
  {
    type: "human_answers_recorded",
    node: "gate",
    n: 0,
    ms: 3_600_000,
    data: {
      interaction_id: "run_case_gate-0",
      answers: { approved: true, note: "a|b @team" },
      by: "ada",
      via: "cli",
      count: 1,
      needed: 1,
      closes: true,
    },
  },
  {
    type: "run_resumed",
    data: { resumed_from: "paused", writer: { epoch: 2, pid: 2, host: "here" } },
  },
  nodeFinished("gate", { approved: true }, { ms: 100 }),
  edgeSelected("gate", "done", 5, { condition: "approved", negated: false }),
  nodeStarted("done", "done"),
  nodeFinished("done", {}),
  { type: "run_finished", data: { output: {}, usage: {} } },
];

it("tells the whole run", async () => {
  const report = renderReport(viewRun(createLog(story), options), { graph, drawings });

  await expect(report).toMatchFileSnapshot("report.snapshot.txt");
});

it("quotes prompts and answers in full", () => {
  const report = renderReport(viewRun(createLog(story), options), { full: true });

  expect(report).toContain(
    "- Prompt:\n  ````text\n  Be kind.\n\n  Look at\n  ```\n  code\n  ```\n  ````",
  );
  expect(report).toContain("- Answer:\n  ```text\n  Fine @octocat\n  ```");
  expect(renderReport(viewRun(createLog(story), options))).not.toContain("Be kind.");
});

it("says that a run was replayed, or why it failed", () => {
  const failed: LogEntry = {
    type: "run_failed",
    node: "a",
    data: { error: "no | luck", code: "NETWORK", resumable: true, hint: "resume it" },
  };
  const replayed = renderReport(viewRun(createLog([runStarted({ replay_of: "run_1" }), failed])));

  expect(replayed).toContain("\n\n> Replay of run_1.\n\n");
  expect(replayed).toContain("| Status | failed (resumable) |");
  expect(replayed).toContain("| Error | `NETWORK` at `a`: no &#124; luck — resume it |");
});

it("leaves out sections without content", () => {
  const report = renderReport(viewRun(createLog([runStarted()])));

  expect(report.match(/^## .*$/gm)).toEqual(["## Summary", "## Timeline"]);
});

const nasty = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    "</td>",
    "```\n# x",
    "| a | b |\n|---|---|",
    "@octocat",
    "<!-- x -->",
    "\n\n## Fake\n",
    "~~~",
    "](http://x)",
    "\\",
  ),
);

it("keeps its outline whatever names, outputs and errors hold", () => {
  const outline = (text: string) =>
    renderReport(viewRun(createLog(evil(text)), options), { graph, drawings, full: true });
  const headings = (report: string) => report.match(/^#{1,6} /gm)?.length;
  const rows = (report: string) =>
    report.match(/^\|.*\|$/gm)?.map((row) => row.match(/(?<!\\)\|/g)?.length);
  const plain = outline("x");
  fc.assert(
    fc.property(nasty, (text) => {
      const report = outline(text);
      expect(headings(withoutFences(report))).toBe(headings(withoutFences(plain)));
      expect(rows(withoutFences(report))).toEqual(rows(withoutFences(plain)));
      // Breaks within a cell are the report's own; those of a text would be `&lt;br&gt;`.
      expect(withoutCode(report).replaceAll("<br>", "")).not.toMatch(/<|@[\p{L}\p{N}]/u);
    }),
    { numRuns: 300 },
  );
});

function evil(text: string): LogEntry[] {
  return [
    runStarted({ workflow: text, replay_of: text, entry: text }),
    nodeStarted(text, text),
    { type: "llm_prompt", node: text, n: 0, data: { system_prompt: text, user_message: text } },
    { type: "artifact_written", node: text, n: 0, data: { publish: text, version: 0, path: text } },
    {
      type: "human_input_requested",
      node: text,
      n: 0,
      data: {
        interaction_id: "i",
        gate: text,
        questions: text,
        instructions: `x${text}`,
        fields: [],
        min_answers: 1,
      },
    },
    {
      type: "human_answers_recorded",
      node: text,
      n: 0,
      data: {
        interaction_id: "i",
        answers: { [`k${text}`]: text },
        by: text,
        via: text,
        closes: true,
      },
    },
    nodeFinished(text, { summary: `s${text}` }),
    edgeSelected(text, text, 0, { expression: text, loop: text, iteration: 1 }),
    {
      type: "run_failed",
      node: text,
      data: {
        error: text,
        code: text,
        resumable: true,
        hint: text,
        errors: [{ field: text, message: text }],
      },
    },
  ];
}

/** A report without the insides of its fences. */
function withoutFences(report: string): string {
  return report.replaceAll(/^( *)(`{3,})\w*\n[^]*?\n\1\2$/gm, "");
}

/** A report without fences and code spans. */
function withoutCode(report: string): string {
  return withoutFences(report).replaceAll(/(?<![\\`])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");
}

it("marks the way in the diagram", () => {
  const report = renderReport(viewRun(createLog(story), options), { graph, drawings });
  const diagram = /```mermaid\n([^]*?)\n```/.exec(report)?.[1] ?? "";

  expect(findMermaidFault(diagram)).toBeUndefined();
  expect(diagram).toContain("class b failed");
  expect(diagram).toContain("linkStyle 0,1,2,4,5 stroke-width:3px");
});

it("says how many of the calls failed", () => {
  const error = { code: "RATE_LIMITED", message: "slow down", retryable: true };
  const step = "model:0";
  const events = createLog([
    runStarted(),
    nodeStarted("a", "agent"),
    { type: "step_finished", node: "a", data: { step, attempt: 1, error } },
    { type: "step_finished", node: "a", data: { step, attempt: 2, result: {} } },
  ]);

  expect(renderReport(viewRun(events, options), { graph, drawings })).toContain(
    "| Model Calls | 2 (1 failed) |",
  );
});
