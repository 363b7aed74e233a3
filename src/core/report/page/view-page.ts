/** Makes the data of a run's page. */
import type { Graph } from "#core/graph/graph.ts";
import { toText } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { Interaction } from "#core/run/state.ts";
import { formatMoment, toMilliseconds } from "#core/run/timestamp.ts";
import { budgetRows } from "../budget.ts";
import { markOf } from "../activations.ts";
import { viewDeeds } from "../deeds/view-deeds.ts";
import { formatCount, formatDuration, formatExactCost } from "../format.ts";
import { describeStatus } from "../markdown.ts";
import { describeMode } from "../run-view.ts";
import type { RunView } from "../run-view.ts";
import { createAllowance } from "./allowance.ts";
import type { Mark, PageArtifact, PageData, PageFact, PageRun } from "./page-data.ts";
import { viewGraph } from "./view-graph.ts";
import { viewEvents } from "./view-events.ts";
import { viewStep } from "./view-step.ts";

/** What a page is made of. */
export interface PageSource {
  readonly view: RunView;
  readonly events: readonly RunEvent[];
  /** Undefined if the recorded text can't be read any more. */
  readonly graph: Graph | undefined;
}

/** How many events a page goes through one by one. */
const mostEvents = 20_000;

/** The data of a run's page. */
export function viewPage({ view, events, graph }: PageSource): PageData {
  const kept = keepEvents(events);
  const place = new Map(kept.map(({ seq }, at) => [seq, at]));
  const allowance = createAllowance();
  const deeds = viewDeeds(events);
  const started = events[0] === undefined ? 0 : toMilliseconds(events[0].timestamp);
  const reach = reachOf(kept, place);
  const iterations = new Map(events.map((event) => [event.activation_id, event.iteration_path]));
  const running = view.status === "running" && !view.interrupted;
  const steps = view.activations.map((activation) =>
    viewStep(activation, {
      attempts: deeds.get(activation.id) ?? [],
      reach: reach.get(activation.id),
      started,
      iteration: iterations.get(activation.id) ?? "",
      mark: markOf(activation, running),
      allowance,
    }),
  );
  return {
    run: viewRunFacts(view),
    graph: graph === undefined ? null : viewGraph(graph),
    steps,
    events: viewEvents(kept, view),
    artifacts: view.artifacts.map(({ name, node, version, summary }): PageArtifact => ({
      name,
      node,
      version,
      summary,
    })),
    notes: [
      ...(kept.length < events.length
        ? [
            `The timeline leaves out ${formatCount(events.length - kept.length)} of ${formatCount(events.length)} events; \`iter logs ${view.runId} --all\` shows them.`,
          ]
        : []),
      ...(graph === undefined ? ["The workflow's text can't be drawn any more."] : []),
      ...(allowance.isUsedUp()
        ? [
            `Long texts are cut to keep this page small; \`iter inspect ${view.runId} --full\` shows them.`,
          ]
        : []),
    ],
  };
}

/** Events that only inform go first, then those in the middle of a very long run. */
function keepEvents(events: readonly RunEvent[]): readonly RunEvent[] {
  if (events.length <= mostEvents) return events;
  const telling = events.filter(({ type }) => !/^(?:llm_|tool_|delegate_|step_started)/.test(type));
  if (telling.length <= mostEvents) return telling;
  return [...telling.slice(0, mostEvents / 2), ...telling.slice(-mostEvents / 2)];
}

function reachOf(
  events: readonly RunEvent[],
  place: ReadonlyMap<number, number>,
): Map<string, readonly [number, number]> {
  const reach = new Map<string, readonly [number, number]>();
  for (const { activation_id: id, seq } of events) {
    if (id === undefined) continue;
    const at = place.get(seq) ?? 0;
    reach.set(id, [reach.get(id)?.[0] ?? at, at]);
  }
  return reach;
}

function viewRunFacts(view: RunView): PageRun {
  const { failure, runId, workflow, sourcePath, metrics } = view;
  return {
    id: runId,
    workflow,
    source: sourcePath,
    status: describeStatus(view),
    mark: markOfRun(view),
    mode: describeMode(view),
    started: view.createdAt,
    failure: failure && {
      title: `${failure.code}${failure.node === null ? "" : ` at ${failure.node}`}`,
      text: [failure.message, ...(failure.hint === null ? [] : [failure.hint])].join("\n"),
    },
    figures: [
      fact("Duration", formatDuration(view.durationMs)),
      ...(view.waitedMs > 0 ? [fact("Waited", formatDuration(view.waitedMs))] : []),
      fact("Cost", formatExactCost(view.usage.cost_usd, view.costKnown)),
      fact("Tokens", formatCount(metrics.totalTokens)),
      fact("Model calls", formatCount(metrics.modelCalls)),
      fact("Steps", formatCount(metrics.nodeCount)),
    ],
    facts: factsOf(view),
  };
}

function factsOf(view: RunView): PageFact[] {
  const { metrics, usage } = view;
  return [
    fact("Run", view.runId),
    fact("Workflow", `${view.workflow} (${view.sourcePath})`),
    fact("Started", formatMoment(view.createdAt)),
    ...(view.finishedAt === null ? [] : [fact("Finished", formatMoment(view.finishedAt))]),
    fact("Processes", formatCount(metrics.attempts)),
    fact("Loop edges", formatCount(metrics.loopEdges)),
    fact("Tokens in", formatCount(usage.input_tokens)),
    fact("Tokens out", formatCount(usage.output_tokens)),
    ...(usage.cache_read_tokens > 0
      ? [fact("Tokens from cache", formatCount(usage.cache_read_tokens))]
      : []),
    ...(view.recipe === null ? [] : [fact("Recipe", view.recipe)]),
    ...(view.preset === null ? [] : [fact("Preset", view.preset)]),
    ...budgetRows(view).map(({ name, used, of }) => fact(`Limit: ${name}`, `${used} of ${of}`)),
    ...Object.entries(view.vars).map(([name, value]) =>
      fact(`Variable ${name}`, toText(value).slice(0, 500)),
    ),
    ...view.gates.map((gate) => fact(`Gate ${gate.gate}`, `${gate.nodeId}, ${fateOf(gate)}`)),
  ];
}

function fateOf({ withdrawn, submissions }: Interaction): string {
  if (withdrawn === true) return "withdrawn";
  if (submissions.length === 0) return "not answered";
  return `answered by ${submissions.map(({ by }) => by).join(", ")}`;
}

function fact(name: string, value: string): PageFact {
  return { name, value };
}

function markOfRun({ status, interrupted }: RunView): Mark {
  switch (status) {
    case "running":
      return interrupted ? "waiting" : "running";
    case "paused_waiting_human":
    case "cancelled":
      return "waiting";
    case "finished":
      return "done";
    case "failed":
    case "failed_resumable":
      return "failed";
  }
}
