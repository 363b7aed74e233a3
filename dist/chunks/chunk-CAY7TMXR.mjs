import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  toPrintableLine
} from "./chunk-7XW2C6SK.mjs";
import {
  openGates,
  toArtifactDocument,
  toFailureDocument,
  toGateDocument,
  toLimitsDocument,
  toUsageDocument,
  viewArtifacts
} from "./chunk-UFBC2K4E.mjs";
import {
  exitCodeOfStatus,
  exitCodes
} from "./chunk-6DUBYXPH.mjs";

// src/cli/outcome.ts
import { join } from "node:path";
function sayOutcome(session, ended) {
  const { result } = ended;
  const exitCode = result.rejected.length > 0 ? exitCodes.refused : exitCodeOfStatus(result.state.status, ended.interrupted);
  session.output.document(toDocument(ended, exitCode));
  if (result.rejected.length > 0) sayRejected(session, result);
  for (const line of lastLines(session, ended)) session.output.print(line);
  return exitCode;
}
function reportPath(folder, runId) {
  return join(folder, "runs", runId, "report.md");
}
function toDocument({ result, events, folder, interrupted }, exitCode) {
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
    interrupted,
    output: state.output,
    error: failure?.message ?? null,
    failure: toFailureDocument(failure),
    usage: toUsageDocument(state.spent),
    budget: toLimitsDocument(state.limits),
    artifacts: viewArtifacts(events).map(toArtifactDocument),
    gates: gates.map(toGateDocument),
    ...first === void 0 ? {} : { interaction_id: first.id, node_id: first.nodeId, questions: first.questions },
    rejected: rejected.map(({ gate, errors }) => ({ gate, errors })),
    report: reportPath(folder, runId),
    ...rejected.length === 0 ? {} : rejection(result)
  };
}
function rejection({ rejected }) {
  return {
    error: `The answer to ${rejected.map(({ gate }) => gate).join(", ")} was rejected.`,
    code: "ANSWER_INVALID",
    hint: "nothing of it was kept; answer again",
    errors: rejected.flatMap(({ errors }) => errors)
  };
}
function sayRejected({ output }, { rejected }) {
  for (const { gate, errors } of rejected) {
    output.note(
      `${output.paint("red", "error ANSWER_INVALID:")} the answer to ${gate} was rejected; nothing of it was kept`,
      "error"
    );
    for (const { field, message } of errors) {
      output.note(`  ${field ?? "the answer"} ${toPrintableLine(message)}`, "error");
    }
  }
}
function lastLines({ output }, { result, folder }) {
  const { state, runId } = result;
  const paint = (text) => {
    const style = state.status === "finished" ? "green" : isFailed(state) ? "red" : "yellow";
    return output.paint(style, text, "stdout");
  };
  return [
    `Run: ${runId}`,
    `Status: ${paint(statusWord(state))}${state.start?.simulated === true ? " (simulated: no model was called)" : ""}`,
    ...failureLines(state, runId),
    ...openGates(state).flatMap((gate) => gateLines(gate, runId, folder)),
    `Report: ${reportPath(folder, runId)}`
  ];
}
function statusWord({ status }) {
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
function failureLines(state, runId) {
  const { failure, status } = state;
  if (failure === null || !isFailed(state)) return [];
  const place = failure.node === null ? "" : ` at ${placeOf(failure.branch, failure.node)}`;
  const errors = failure.errors.map(
    ({ field, message }) => `  ${field ?? "value"} ${toPrintableLine(message)}`
  );
  return [
    `Error: ${failure.code}${place}: ${toPrintableLine(failure.message)}`,
    ...errors,
    ...failure.hint === null ? [] : [`Hint: ${toPrintableLine(failure.hint)}`],
    ...status === "failed_resumable" ? [`Resume: iter resume --run-id ${runId}`] : []
  ];
}
function gateLines(gate, runId, folder) {
  const store = folder === ".iterion" ? "" : ` --store-dir ${quote(folder)}`;
  const answers = gate.fields.filter((field) => field.optional !== true).map((field) => ` --answer ${quote(`${gate.gate}.${field.name}=${example(field)}`)}`);
  return [
    `Waiting: ${gate.gate}, ${placeOf(gate.branchId, gate.nodeId)} asks for an answer`,
    ...gate.instructions === null ? [] : [`  ${toPrintableLine(gate.instructions).slice(0, 200)}`],
    `  iter resume --run-id ${runId}${store}${answers.join("")}`
  ];
}
function example({ type, enum: allowed }) {
  if (allowed?.[0] !== void 0) return toPrintableLine(allowed[0]);
  return { bool: "true", int: "1", float: "1.0", json: "{}" }[type] ?? "…";
}
function quote(text) {
  return /^[\w@%+=:,./…-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
function placeOf(branch, node) {
  return branch === "" ? node : `${branch}/${node}`;
}
function isFailed({ status }) {
  return status === "failed" || status === "failed_resumable";
}

export {
  sayOutcome,
  reportPath
};
