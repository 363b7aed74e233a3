/** What `run` and `resume` say at the end: the document, the last lines, and the exit code. */
import { join } from "node:path";
import { isWanted } from "#adapters/reporters/terminal/terminal.ts";
import type { RunResult } from "#core/engine/world.ts";
import {
  toArtifactDocument,
  toEvaluationKey,
  toFailureDocument,
  toGateDocument,
  toLimitsDocument,
  toUsageDocument,
} from "#core/report/documents.ts";
import { describeChanges, toChangesDocument, viewChanges } from "#core/report/changes.ts";
import { viewArtifacts } from "#core/report/artifacts.ts";
import { describeEvaluation } from "#core/report/markdown.ts";
import { openGates } from "#core/report/run-document.ts";
import { describeMode } from "#core/report/run-view.ts";
import { findUsedLimit } from "#core/run/larger-limit.ts";
import { evaluateRun } from "#core/run/recipe/evaluate.ts";
import type { FlowResult } from "#core/report/flow/result.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { Interaction, RunFault, RunState } from "#core/run/state.ts";
import { toPrintable, toPrintableBlock, toPrintableLine } from "#core/text/printable.ts";
import { exitCodeOfStatus, exitCodes } from "./exit-codes.ts";
import type { ExitCode } from "./exit-codes.ts";
import { resultLines } from "./result-lines.ts";
import type { Session } from "./session.ts";
import { worktreeLines } from "./workplace.ts";
import type { WorktreeEnd } from "./workplace.ts";

/** An invocation that came to its end. */
export interface Ended {
  readonly result: RunResult;
  readonly events: readonly RunEvent[];
  readonly folder: string;
  /** SIGTERM, or the machine went away. */
  readonly interrupted: boolean;
  /** What became of the run's worktree, if it has one. */
  readonly worktree?: WorktreeEnd;
  /** The result of a flow. */
  readonly flow?: FlowResult | undefined;
}

/** Says how it ended. */
export function sayOutcome(session: Session, ended: Ended): ExitCode {
  const { result } = ended;
  const exitCode =
    result.rejected.length > 0
      ? exitCodes.refused
      : exitCodeOfStatus(result.state.status, ended.interrupted);
  session.output.document(toDocument(ended, exitCode));
  if (result.rejected.length > 0) sayRejected(session, result);
  sayResult(session, ended);
  for (const line of lastLines(session, ended)) session.output.print(line);
  return exitCode;
}

/** Like all output blocks, only for those who want as much. */
function sayResult({ output }: Session, { result, events }: Ended): void {
  if (!isWanted("info", output.level)) return;
  for (const line of resultLines(result.state, events)) output.print(line);
}

/** The path of a run's report, as it is shown. */
export function reportPath(folder: string, runId: string): string {
  return join(folder, "runs", runId, "report.md");
}

/** The path of its page for browsers. */
export function pagePath(folder: string, runId: string): string {
  return join(folder, "runs", runId, "report.html");
}

function toDocument(
  { result, events, folder, interrupted, worktree, flow }: Ended,
  exitCode: ExitCode,
): object {
  const { state, runId, rejected } = result;
  const gates = openGates(state);
  const [first] = gates;
  const failure = isFailed(state) ? state.failure : null;
  return {
    run_id: runId,
    workflow: state.start?.workflow ?? null,
    file: state.source.path,
    store: folder,
    status: state.status,
    exit_code: exitCode,
    simulated: state.start?.simulated ?? false,
    ...(state.start?.replayOf == null ? {} : { replay_of: state.start.replayOf }),
    interrupted,
    output: state.output,
    error: failure?.message ?? null,
    failure: toFailureDocument(failure),
    ...toEvaluationKey(evaluateRun(state)),
    usage: toUsageDocument(state.spent),
    budget: toLimitsDocument(state.limits),
    artifacts: viewArtifacts(events).map(toArtifactDocument),
    changed_files: toChangesDocument(viewChanges(events)),
    gates: gates.map(toGateDocument),
    ...(first === undefined
      ? {}
      : { interaction_id: first.id, node_id: first.nodeId, questions: first.questions }),
    rejected: rejected.map(({ gate, errors }) => ({ gate, errors })),
    ...(worktree === undefined ? {} : { worktree }),
    report: reportPath(folder, runId),
    ...(flow === undefined ? {} : { flow }),
    ...(rejected.length === 0 ? {} : rejection(result)),
  };
}

/** The keys of a refusal, for answers that were rejected. */
function rejection({ rejected }: RunResult): object {
  return {
    error: `The answer to ${rejected.map(({ gate }) => gate).join(", ")} was rejected.`,
    code: "ANSWER_INVALID",
    hint: "nothing of it was kept; answer again",
    errors: rejected.flatMap(({ errors }) => errors),
  };
}

function sayRejected({ output }: Session, { rejected }: RunResult): void {
  for (const { gate, errors } of rejected) {
    output.note(
      `${output.paint("red", "error ANSWER_INVALID:")} the answer to ${gate} was rejected; nothing of it was kept`,
      "error",
    );
    for (const { field, message } of errors) {
      // What is wrong with no field, but with the answer, is a sentence of its own.
      output.note(`  ${field === null ? "" : `${field} `}${toPrintableLine(message)}`, "error");
    }
  }
}

function lastLines({ output }: Session, { result, events, folder, worktree }: Ended): string[] {
  const { state, runId } = result;
  const mode = describeMode({ simulated: false, replayOf: null, ...state.start });
  const evaluation = evaluateRun(state);
  const paint = (text: string): string => {
    const style = state.status === "finished" ? "green" : isFailed(state) ? "red" : "yellow";
    return output.paint(style, text, "stdout");
  };
  const resume = resumeCommand(runId, folder);
  return [
    `Run: ${runId}`,
    `Status: ${paint(statusWord(state))}${mode === null ? "" : ` (${mode})`}`,
    ...(evaluation === null
      ? []
      : [`Evaluation: ${toPrintableLine(describeEvaluation(evaluation))}`]),
    ...failureLines(state, resume),
    ...waitingFor(state).flatMap((gate) => gateLines(gate, resume)),
    ...noteLines(events),
    ...changeLines(events),
    ...(worktree === undefined ? [] : worktreeLines(worktree, canGoOn(state))),
    `Report: ${reportPath(folder, runId)}`,
  ];
}

/** What nodes say of how they finished. */
function noteLines(events: readonly RunEvent[]): string[] {
  return events.flatMap(({ type, branch_id: branch = "", node_id: node = "", data }) => {
    const note = type === "node_finished" ? data?.["note"] : undefined;
    return typeof note === "string"
      ? [`Note: ${placeOf(branch, node)}: ${toPrintableLine(note)}`]
      : [];
  });
}

/** What the run changed in the workspace, if anything. */
function changeLines(events: readonly RunEvent[]): string[] {
  const changes = viewChanges(events);
  return changes.length === 0 ? [] : [`Changed: ${toPrintableLine(describeChanges(changes))}`];
}

function canGoOn({ status }: RunState): boolean {
  return status !== "finished" && status !== "failed";
}

function statusWord({ status }: RunState): string {
  switch (status) {
    case "finished":
      return "FINISHED";
    case "paused_waiting_human":
      return "PAUSED";
    case "cancelled":
      return "CANCELLED";
    case "failed":
      return "FAILED";
    case "failed_resumable":
      return "FAILED (resumable)";
    case "running":
      return "RUNNING";
  }
}

function failureLines(state: RunState, resume: string): string[] {
  const { failure, status } = state;
  if (status === "cancelled") return [`Resume: ${resume}`];
  if (failure === null || !isFailed(state)) return [];
  const place = failure.node === null ? "" : ` at ${placeOf(failure.branch, failure.node)}`;
  const errors = failure.errors.map(
    ({ field, message }) => `  ${field ?? "value"} ${toPrintableLine(message)}`,
  );
  return [
    `Error: ${failure.code}${place}: ${toPrintableLine(failure.message)}`,
    ...errors,
    ...(failure.hint === null ? [] : [`Hint: ${toPrintableBlock(failure.hint)}`]),
    ...(status === "failed_resumable" ? [`Resume: ${resume}${flagToGoOn(state, failure)}`] : []),
  ];
}

/** A loop that is used up goes on only if its count begins anew, a budget with a larger limit. */
function flagToGoOn(state: RunState, { code, loops: [loop] }: RunFault): string {
  if (loop !== undefined) return ` --rearm ${loop}`;
  const used = code === "BUDGET_EXCEEDED" ? findUsedLimit(state, state.limits) : undefined;
  return used === undefined ? "" : ` --budget ${used.larger}`;
}

/** The command that goes on with a run, as it can be pasted. */
export function resumeCommand(runId: string, folder: string): string {
  const store = folder === ".iterion" ? "" : ` --store-dir ${quote(folder)}`;
  return `iter resume --run-id ${runId}${store}`;
}

/** Questions of a cancelled run stay open, but nobody waits for an answer. */
function waitingFor(state: RunState): readonly Interaction[] {
  return state.status === "cancelled" ? [] : openGates(state);
}

/** With their paragraphs, cut to what fits above a command. */
function instructionLines(text: string): string[] {
  const lines = toPrintable(text).trim().split("\n");
  const shown = lines.slice(0, 12).map((line) => `  ${line.slice(0, 200)}`.trimEnd());
  return lines.length > shown.length ? [...shown, "  …"] : shown;
}

/** The command that answers a gate, ready to be filled in. */
function gateLines(gate: Interaction, resume: string): string[] {
  const answers = gate.fields
    .filter((field) => field.optional !== true)
    .map((field) => ` --answer ${quote(`${gate.gate}.${field.name}=${example(field)}`)}`);
  return [
    `Waiting: ${gate.gate}, ${placeOf(gate.branchId, gate.nodeId)} asks for an answer`,
    ...(gate.instructions === null ? [] : instructionLines(gate.instructions)),
    `  ${resume}${answers.join("")}`,
  ];
}

function example({ type, enum: allowed }: Interaction["fields"][number]): string {
  if (allowed?.[0] !== undefined) return toPrintableLine(allowed[0]);
  return { decision: "approve", bool: "true", int: "1", float: "1.0", json: "{}" }[type] ?? "…";
}

/** A word as a shell takes it. */
export function quote(text: string): string {
  return /^[\w@%+=:,./…-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function placeOf(branch: string, node: string): string {
  return branch === "" ? node : `${branch}/${node}`;
}

function isFailed({ status }: RunState): boolean {
  return status === "failed" || status === "failed_resumable";
}
