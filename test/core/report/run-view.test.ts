import { expect, it } from "vitest";
import type { RunEvent } from "#core/run/events.ts";
import { toActivationDocument, toReportDocument } from "#core/report/documents.ts";
import { viewRun } from "#core/report/run-view.ts";
import {
  createLog,
  edgeSelected,
  nodeFinished,
  nodeStarted,
  runStarted,
  stepFinished,
} from "#support/log-builder.ts";
import type { LogEntry } from "#support/log-builder.ts";

const loop: readonly LogEntry[] = [
  runStarted({ budget: { max_tokens: 2000 } }),
  nodeStarted("plan", "agent", { ms: 1000 }),
  { type: "step_started", node: "plan", n: 0, data: { step: "model:0", key: "k", attempt: 1 } },
  stepFinished("plan", { input_tokens: 900, output_tokens: 300, cost_usd: 0.0123 }, { ms: 2000 }),
  {
    type: "artifact_written",
    node: "plan",
    n: 0,
    data: { publish: "plan_doc", version: 0, path: "artifacts/plan/0.json", sha256: "00" },
  },
  nodeFinished("plan", { summary: "two steps", done: false }),
  edgeSelected("plan", "gate", 0, { condition: "done", negated: true }),
  nodeStarted("gate", "human"),
  {
    type: "human_input_requested",
    node: "gate",
    n: 0,
    data: {
      interaction_id: "run_case_gate-0",
      gate: "g1",
      questions: {},
      instructions: "Look.",
      fields: [{ name: "approved", type: "bool" }],
      min_answers: 1,
      source: "human",
    },
  },
  {
    type: "run_paused",
    node: "gate",
    ms: 500,
    data: { interactions: ["run_case_gate-0"], gates: ["g1"] },
  },
  {
    type: "human_answers_recorded",
    node: "gate",
    n: 0,
    ms: 60_000,
    data: {
      interaction_id: "run_case_gate-0",
      answers: { approved: false },
      by: "ada",
      via: "cli",
      count: 1,
      needed: 1,
      closes: true,
    },
  },
  {
    type: "run_resumed",
    ms: 100,
    data: { resumed_from: "paused", writer: { epoch: 2, pid: 2, host: "here" } },
  },
  nodeFinished("gate", { approved: false }, { ms: 200 }),
  edgeSelected("gate", "plan", 2, {
    condition: "approved",
    negated: true,
    loop: "again",
    iteration: 1,
  }),
  nodeStarted("plan", "agent", { n: 1, iteration: "again=1" }),
  stepFinished(
    "plan",
    { input_tokens: 100, output_tokens: 0 },
    { n: 1, data: { step: "delegate:0" } },
  ),
  {
    type: "artifact_written",
    node: "plan",
    n: 1,
    data: { publish: "plan_doc", version: 1, path: "artifacts/plan/1.json", sha256: "00" },
  },
  nodeFinished("plan", { title: "x".repeat(200) }, { n: 1, iteration: "again=1" }),
  {
    type: "node_failed",
    node: "check",
    n: 0,
    data: { error: "it broke", code: "TOOL_FAILED", retryable: false, attempt: 1 },
  },
  {
    type: "run_failed",
    node: "check",
    ms: 1000,
    data: { error: "it broke", code: "TOOL_FAILED", resumable: true, hint: "mend it" },
  },
];

const view = viewRun(createLog(loop), { loops: new Map([["again", 3]]) });

it("says how a run ended and what it took", () => {
  expect(view).toMatchObject({
    runId: "run_case",
    workflow: "review",
    status: "failed_resumable",
    durationMs: 4700,
    waitedMs: 60_100,
    costKnown: true,
    limits: { maxTokens: 2000 },
    metrics: {
      totalTokens: 1300,
      totalCostUsd: 0.0123,
      modelCalls: 2,
      failedCalls: 0,
      nodeCount: 3,
      loopEdges: 1,
      attempts: 2,
    },
    failure: { code: "TOOL_FAILED", node: "check", hint: "mend it" },
    edges: [
      { edge: 0, count: 1 },
      { edge: 2, count: 1 },
    ],
  });
});

it("lists artifacts, newest first", () => {
  expect(view.artifacts).toEqual([
    {
      name: "plan_doc",
      node: "plan",
      activation: "plan#1",
      version: 1,
      path: "artifacts/plan/1.json",
      summary: `${"x".repeat(149)}…`,
    },
    {
      name: "plan_doc",
      node: "plan",
      activation: "plan#0",
      version: 0,
      path: "artifacts/plan/0.json",
      summary: "two steps",
    },
  ]);
});

it("lists activations with their times and usage", () => {
  expect(view.activations.map((one) => toActivationDocument(one))[0]).toEqual({
    activation_id: "plan#0",
    node_id: "plan",
    branch_id: "",
    kind: "agent",
    attempt: 1,
    status: "finished",
    input: {},
    output: { summary: "two steps", done: false },
    usage: {
      input_tokens: 900,
      output_tokens: 300,
      cache_read_tokens: 0,
      cache_write_tokens: 0,
      cost_usd: 0.0123,
      cost_source: "computed",
    },
    started_at: "2026-05-04T09:18:44.000Z",
    finished_at: "2026-05-04T09:18:46.000Z",
  });
  expect(view.activations.map(({ id }) => id).slice(0, 3)).toEqual(["plan#0", "gate#0", "plan#1"]);
});

it("tells the story in the order of the log", () => {
  expect(
    view.timeline.map(({ summary, detail }) =>
      detail === undefined ? summary : `${summary} | ${detail}`,
    ),
  ).toEqual([
    "Run Started",
    "Step 1: plan (agent)",
    "Artifact: plan_doc, version 0",
    "Finished: plan (1,200 tokens, $0.01) | two steps",
    "Edge: plan → gate (when not done)",
    "Step 2: gate (human)",
    "Asked g1: gate | Look.",
    "Run Paused | Waits for g1.",
    "Answered g1 by ada: approved: false",
    "Run Resumed | It was paused.",
    "Finished: gate | approved: false",
    "Edge: gate → plan (when not approved) [loop again 1/3]",
    "Step 3: plan (agent)",
    "Artifact: plan_doc, version 1",
    "Finished: plan (100 tokens)",
    "Failed: check | it broke (TOOL_FAILED)",
    "Run Failed | it broke (TOOL_FAILED)\nmend it",
  ]);
});

it("gives the documented JSON", () => {
  const document = toReportDocument(view, "report.md");

  expect(document).toMatchObject({
    run_id: "run_case",
    status: "failed_resumable",
    simulated: false,
    duration_ms: 4700,
    waited_ms: 60_100,
    created_at: "2026-05-04T09:18:43.000Z",
    error: "it broke",
    failure: {
      code: "TOOL_FAILED",
      message: "it broke",
      node: "check",
      branch_id: "",
      hint: "mend it",
      retryable: true,
    },
    metrics: {
      total_tokens: 1300,
      total_cost_usd: 0.0123,
      model_calls: 2,
      node_count: 3,
      loop_edges: 1,
      attempts: 2,
    },
    budget: { max_tokens: 2000, max_cost_usd: null },
    gates: [{ gate: "g1", node_id: "gate", answered_by: ["ada"], answers: { approved: false } }],
    markdown_path: "report.md",
  });
  expect(document["steps"]).toContainEqual({
    seq: 5,
    time: "2026-05-04T09:18:46.000Z",
    type: "node_finished",
    node_id: "plan",
    summary: "Finished: plan (1,200 tokens, $0.01)",
    detail: "two steps",
    tokens: 1200,
    cost_usd: 0.0123,
  });
});

it("forgets a failure that a run went on from", () => {
  const resumed: LogEntry = { type: "run_resumed", data: { resumed_from: "failed", writer: {} } };

  expect(viewRun(createLog([...loop, resumed]))).toMatchObject({
    status: "running",
    failure: null,
    finishedAt: null,
  });
});

it("says that nobody works on a run only while it says that it runs", () => {
  const running = createLog(loop.slice(0, 3));

  expect(viewRun(running, { interrupted: true }).interrupted).toBe(true);
  expect(viewRun(createLog(loop), { interrupted: true }).interrupted).toBe(false);
});

it("doesn't know the cost of what has no price", () => {
  const events = createLog([
    runStarted(),
    nodeStarted("plan", "agent"),
    stepFinished("plan", { input_tokens: 5, cost_source: "unknown" }),
  ]);

  expect(viewRun(events).costKnown).toBe(false);
});

it.each([
  ["no event", []],
  ["only its beginning", createLog([runStarted()])],
  [
    "events of types that nobody knows",
    createLog([runStarted(), { type: "note_taken" as RunEvent["type"], data: { a: 1 } }]),
  ],
  [
    "payloads of another form",
    createLog(
      loop.map(({ type, node }) =>
        node === undefined
          ? { type, data: { usage: 1, answers: [], errors: {} } }
          : { type, node, data: { fields: 3, gates: "g" } },
      ),
    ),
  ],
])("views a log with %s", (_, events) => {
  expect(() => toReportDocument(viewRun(events), null)).not.toThrow();
});
