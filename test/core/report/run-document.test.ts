import { expect, it } from "vitest";
import { openGates, toRunDocument } from "#core/report/run-document.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { createGraph } from "#support/graph-builder.ts";
import {
  createLog,
  edgeSelected,
  nodeFinished,
  nodeStarted,
  runStarted,
  stepFinished,
} from "#support/log-builder.ts";
import type { LogEntry } from "#support/log-builder.ts";

const paused: readonly LogEntry[] = [
  runStarted({ budget: { max_tokens: 400_000 } }),
  nodeStarted("plan", "agent", { ms: 0 }),
  stepFinished("plan", { input_tokens: 900, output_tokens: 300, cost_usd: 0.0123 }),
  {
    type: "artifact_written",
    node: "plan",
    n: 0,
    data: { publish: "doc", version: 0, path: "artifacts/plan/0.json" },
  },
  nodeFinished("plan", { summary: "two steps" }),
  edgeSelected("plan", "plan", 0, { loop: "refine", iteration: 1 }),
  nodeStarted("plan", "agent", { n: 1 }),
  nodeFinished("plan", { summary: "three steps" }, { n: 1, data: { memory: 4 } }),
  edgeSelected("plan", "gate", 1, {}, { n: 1 }),
  nodeStarted("gate", "human"),
  {
    type: "human_input_requested",
    node: "gate",
    n: 0,
    data: {
      interaction_id: "run_case_gate-0",
      gate: "g1",
      questions: { summary: "three steps" },
      fields: [{ name: "approved", type: "bool" }],
      min_answers: 1,
      source: "human",
    },
  },
  { type: "run_paused", node: "gate", data: { interactions: ["run_case_gate-0"], gates: ["g1"] } },
];

function documentOf(entries: readonly LogEntry[]): Record<string, unknown> {
  return toRunDocument(fold(createLog(entries)), {
    graph: createGraph({ nodes: [{ id: "plan", kind: "router", mode: "round_robin" }] }),
  });
}

it("says what waits, and what the main branch sees", () => {
  expect(documentOf(paused)).toMatchObject({
    format_version: 1,
    id: "run_case",
    seq: 11,
    workflow_name: "review",
    workflow_hash: "sha256:11",
    status: "paused_waiting_human",
    interrupted: false,
    simulated: false,
    replay_of: null,
    source_path: "review.iter",
    inputs: { title: "Fix auth" },
    created_at: "2026-05-04T09:18:43.000Z",
    finished_at: null,
    error: null,
    failure: null,
    output: null,
    current: [{ branch_id: "", node_id: "gate", state: "waiting" }],
    open_gates: [{ gate: "g1", interaction_id: "run_case_gate-0", node_id: "gate", branch_id: "" }],
    usage: { tokens: 1200, input_tokens: 900, output_tokens: 300, cost_usd: 0.0123, iterations: 1 },
    budget: {
      max_parallel_branches: null,
      max_duration_ms: null,
      max_cost_usd: null,
      max_tokens: 400_000,
      max_iterations: null,
    },
    artifact_index: { plan: 0 },
    checkpoint: {
      node_id: "gate",
      interaction_id: "run_case_gate-0",
      outputs: { plan: { summary: "three steps" } },
      loop_counters: { refine: 1 },
      round_robin_counters: { plan: 4 },
      artifact_versions: { plan: 1 },
      vars: { title: "Fix auth" },
      interaction_questions: { summary: "three steps" },
    },
  });
});

it("says where every branch of a fork stands", () => {
  const fork = (to: string, edge: number): readonly LogEntry[] => [
    {
      type: "branch_started",
      branch: `fan#0.${to}`,
      node: to,
      data: { fork: "fan#0", parent: "", from: "fan", to, edge, chosen: [0, 1] },
    },
    edgeSelected("fan", to, edge, {}, { branch: `fan#0.${to}`, activation: "fan#0" }),
  ];
  const forked = documentOf([
    runStarted({ entry: "fan" }),
    nodeStarted("fan", "router"),
    nodeFinished("fan", {}),
    ...fork("a", 0),
    ...fork("b", 1),
    nodeStarted("a", "agent", { branch: "fan#0.a" }),
  ]);

  expect(forked["current"]).toEqual([
    { branch_id: "", node_id: "fan", state: "parked" },
    { branch_id: "fan#0.a", node_id: "a", state: "running" },
    { branch_id: "fan#0.b", node_id: "b", state: "queued" },
  ]);
});

it("has neither checkpoint nor branches when a run is over", () => {
  const over = documentOf([
    ...paused.slice(0, 5),
    { type: "run_finished", ms: 1000, data: { output: { ok: true }, usage: {} } },
  ]);

  expect(over).toMatchObject({
    status: "finished",
    output: { ok: true },
    current: [],
    finished_at: "2026-05-04T09:18:44.000Z",
  });
  expect(over).not.toHaveProperty("checkpoint");
});

it("says why a run failed, until it goes on", () => {
  const failed: readonly LogEntry[] = [
    ...paused.slice(0, 2),
    {
      type: "node_failed",
      node: "plan",
      n: 0,
      data: { error: "no luck", code: "NETWORK", retryable: true, attempt: 1 },
    },
    {
      type: "run_failed",
      node: "plan",
      data: { error: "no luck", code: "NETWORK", resumable: true, hint: "resume" },
    },
  ];

  expect(documentOf(failed)).toMatchObject({
    status: "failed_resumable",
    error: "no luck",
    failure: {
      code: "NETWORK",
      message: "no luck",
      node: "plan",
      branch_id: "",
      hint: "resume",
      retryable: true,
    },
    current: [{ branch_id: "", node_id: "plan", state: "failed" }],
  });
  expect(
    documentOf([...failed, { type: "run_resumed", data: { resumed_from: "failed", writer: {} } }]),
  ).toMatchObject({
    status: "running",
    error: null,
    failure: null,
  });
});

it("says that nobody works on it", () => {
  const state = fold(createLog(paused.slice(0, 2)));

  expect(toRunDocument(state, { interrupted: true })["interrupted"]).toBe(true);
});

it("lists no gate that was answered", () => {
  const answered: LogEntry = {
    type: "human_answers_recorded",
    node: "gate",
    n: 0,
    data: {
      interaction_id: "run_case_gate-0",
      answers: { approved: true },
      by: "ada",
      via: "cli",
      closes: true,
    },
  };

  expect(openGates(fold(createLog(paused))).map(({ gate }) => gate)).toEqual(["g1"]);
  expect(openGates(fold(createLog([...paused, answered])))).toEqual([]);
});
