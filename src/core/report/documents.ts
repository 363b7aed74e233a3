/** A view as the JSON documents of the command line. Spec: runtime §25.5. */
import type { Budget } from "../graph/graph.ts";
import type { Fields, Value } from "../graph/value.ts";
import type { Evaluation } from "../run/recipe/evaluate.ts";
import type { Interaction, RunFault, Spent } from "../run/state.ts";
import type { ActivationView } from "./activations.ts";
import { toChangesDocument } from "./changes.ts";
import type { ArtifactView } from "./artifacts.ts";
import type { AttemptView } from "./deeds/deed.ts";
import { toAttemptDocument } from "./deeds/tell-deed.ts";
import type { RunView } from "./run-view.ts";
import type { TimelineEntry } from "./timeline/entry.ts";

/** The document of `iter report --format json`. */
export function toReportDocument(view: RunView, markdownPath: string | null): Fields {
  const { metrics } = view;
  return {
    run_id: view.runId,
    workflow: view.workflow,
    status: view.status,
    simulated: view.simulated,
    ...(view.replayOf === null ? {} : { replay_of: view.replayOf }),
    duration_ms: view.durationMs,
    waited_ms: view.waitedMs,
    created_at: view.createdAt,
    finished_at: view.finishedAt,
    error: view.failure?.message ?? null,
    failure: toFailureDocument(view.failure),
    ...(view.recipe === null ? {} : { recipe: view.recipe }),
    ...toEvaluationKey(view.evaluation),
    metrics: {
      total_tokens: metrics.totalTokens,
      total_cost_usd: metrics.totalCostUsd,
      model_calls: metrics.modelCalls,
      node_count: metrics.nodeCount,
      loop_edges: metrics.loopEdges,
      attempts: metrics.attempts,
    },
    budget: toLimitsDocument(view.limits),
    gates: view.gates.map(toGateDocument),
    artifacts: view.artifacts.map(({ name, node, version, summary }) => ({
      name,
      node_id: node,
      version,
      summary,
    })),
    changed_files: toChangesDocument(view.changes),
    steps: view.timeline.filter(({ quote }) => quote === undefined).map(toStepDocument),
    markdown_path: markdownPath,
  };
}

/** `failure` of a run: what, where, what now, and when if that is known; null if there is none. */
export function toFailureDocument(failure: RunFault | null): Fields | null {
  if (failure === null) return null;
  const { code, message, node, branch, hint, retryable, retryAt } = failure;
  const when = retryAt === null ? {} : { retry_at: retryAt };
  return { code, message, node, branch_id: branch, hint, retryable, ...when };
}

/** `evaluation` of a run, if its recipe has a policy for it. */
export function toEvaluationKey(evaluation: Evaluation | null): Fields {
  if (evaluation === null) return {};
  const { metric, value, wanted, success, reason, secondary } = evaluation;
  return {
    evaluation: {
      primary_metric: metric,
      value,
      success_value: wanted,
      success,
      reason,
      secondary_metrics: secondary,
    },
  };
}

/** `usage` of a run. */
export function toUsageDocument(usage: Spent): Fields {
  return {
    tokens: usage.input_tokens + usage.output_tokens,
    input_tokens: usage.input_tokens,
    output_tokens: usage.output_tokens,
    cache_read_tokens: usage.cache_read_tokens,
    cache_write_tokens: usage.cache_write_tokens,
    cost_usd: usage.cost_usd,
    duration_ms: usage.duration_ms,
    iterations: usage.iterations,
  };
}

/** `budget` of a run: every limit, null if there is none. */
export function toLimitsDocument(limits: Budget): Fields {
  return {
    max_parallel_branches: limits.maxParallelBranches ?? null,
    max_duration_ms: limits.maxDurationMs ?? null,
    max_cost_usd: limits.maxCostUsd ?? null,
    max_tokens: limits.maxTokens ?? null,
    max_iterations: limits.maxIterations ?? null,
  };
}

/** A gate: what it asks, and what came of it. */
export function toGateDocument(gate: Interaction): Fields {
  return {
    gate: gate.gate,
    interaction_id: gate.id,
    node_id: gate.nodeId,
    branch_id: gate.branchId,
    instructions: gate.instructions,
    questions: gate.questions,
    fields: gate.fields.map(toFieldDocument),
    min_answers: gate.minAnswers,
    answered_by: gate.submissions.map(({ by }) => by),
    requested_at: gate.requestedAt,
    answered_at: gate.answeredAt,
    ...(gate.withdrawn === true ? { withdrawn: true } : {}),
    answers: gate.answers,
  };
}

/** An artifact of a run, by its file. */
export function toArtifactDocument({ name, node, version, path }: ArtifactView): Fields {
  return { name, node_id: node, version, path };
}

/** An activation, as `iter inspect --full` and `--node` show it. */
export function toActivationDocument(
  activation: ActivationView,
  attempts?: readonly AttemptView[],
): Fields {
  return {
    activation_id: activation.id,
    node_id: activation.node,
    branch_id: activation.branch,
    kind: activation.kind,
    attempt: activation.attempt,
    status: activation.status,
    input: activation.input,
    output: activation.output,
    usage: { ...activation.usage },
    started_at: activation.startedAt,
    finished_at: activation.finishedAt,
    ...(attempts === undefined ? {} : { attempts: attempts.map(toAttemptDocument) }),
  };
}

function toStepDocument(entry: TimelineEntry): Fields {
  return withoutUndefined({
    seq: entry.seq,
    time: entry.time,
    type: entry.type,
    node_id: entry.nodeId,
    branch_id: entry.branchId,
    iteration_path: entry.iterationPath,
    summary: entry.summary,
    detail: entry.detail,
    tokens: entry.tokens,
    cost_usd: entry.costUsd,
  });
}

function toFieldDocument(field: Interaction["fields"][number]): Fields {
  return withoutUndefined({
    name: field.name,
    type: field.type,
    enum: field.enum,
    optional: field.optional,
  });
}

function withoutUndefined(fields: Readonly<Record<string, Value | undefined>>): Fields {
  const kept: [string, Value][] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) kept.push([name, value]);
  }
  return Object.fromEntries(kept);
}
