/** `iter inspect` of a flow's run: its timeline, its trace and its checkpoint record. Spec: flow §19. */
import { viewCheckpoint } from "#core/report/flow/checkpoint.ts";
import { inspectReplayTrace, nodeTimeline, retryReasonSummary } from "#core/report/flow/inspect.ts";
import type { RetrySummary } from "#core/report/flow/inspect.ts";
import { viewFlowRun } from "#core/report/flow/result.ts";
import type { RunEvent } from "#core/run/events.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { Refusal } from "#core/run/failure.ts";
import { toPrintableLine } from "#core/text/printable.ts";
import { exitCodes } from "#src/cli/exit-codes.ts";
import type { ExitCode } from "#src/cli/exit-codes.ts";
import type { Session } from "#src/cli/session.ts";

/** What is asked for. */
export interface FlowViews {
  readonly timeline?: true;
  readonly trace?: true;
  readonly checkpoint?: true;
}

/** Shows one view of a run's log; what can be read again is printed as JSON. */
export function inspectFlow(
  session: Session,
  events: readonly RunEvent[],
  views: FlowViews,
): ExitCode {
  const { output } = session;
  const state = fold(events);
  if (state.start?.language !== "flow") {
    throw new Refusal("INPUT_INVALID", `The run \`${state.runId}\` is none of a flow.`, {
      hint: "leave out `--timeline`, `--trace` and `--checkpoint`",
    });
  }
  if (views.checkpoint === true) {
    const record = viewCheckpoint(state);
    if (!record) {
      throw new Refusal("INPUT_INVALID", `The run \`${state.runId}\` is over.`, {
        hint: "only a run that could go on has a checkpoint",
      });
    }
    return printData(session, record);
  }
  const result = viewFlowRun(state, events);
  if (views.trace === true) {
    const { trace } = result;
    return printData(session, { trace, check: trace === null ? null : inspectReplayTrace(trace) });
  }
  const timeline = nodeTimeline(result);
  const retries = retryReasonSummary(result.retry_events);
  output.document({ timeline, retries });
  for (const { step, node_id: node, event, details } of timeline) {
    const said = details === null ? "" : `  ${toPrintableLine(details)}`;
    output.print(`${String(step).padStart(4)}  ${node}  ${event}${said}`);
  }
  for (const line of retryLines(retries)) output.print(line);
  return exitCodes.done;
}

/** What was tried again, and why, a line a node. */
export function retryLines(retries: readonly RetrySummary[]): string[] {
  return retries.map(
    ({ node_id: node, operation, retries: count, reasons }) =>
      `Retries: ${node} (${operation}) ${count}×: ${toPrintableLine(reasons.join("; "))}`,
  );
}

function printData({ output }: Session, data: object): ExitCode {
  output.document(data);
  output.printSource(JSON.stringify(data, null, 2));
  return exitCodes.done;
}
