/**
 * Iter for programs: compile a workflow, plan a run, start it, resume it.
 *
 * @example
 * const { graph } = compileSource("review.iter", text, { sha256 });
 * const planned = createPlan({ graph, source: { path, text, sha256: sha256(text) } });
 * const { state } = await startRun(world, planned.plan);
 */
export { createSystemClock } from "#adapters/clocks/system.ts";
export { createVirtualClock } from "#adapters/clocks/virtual.ts";
export { createDelegates } from "#adapters/delegates/index.ts";
export { createModels } from "#adapters/models/index.ts";
export { createSimulator } from "#adapters/simulator/index.ts";
export { readScript } from "#adapters/simulator/read-script.ts";
export { createFileStore } from "#adapters/stores/file/file.ts";
export { createFunctions } from "#adapters/functions/registry.ts";
export type { RegistryRequest } from "#adapters/functions/registry.ts";
export { createMemoryStore } from "#adapters/stores/memory.ts";
export { createShell } from "#adapters/tools/shell.ts";
export { createTools } from "#adapters/tools/index.ts";
export { renderDiagnostic, toDiagnosticDocument } from "#core/diagnostics/render.ts";
export type { Diagnostic, DiagnosticDocument } from "#core/diagnostics/diagnostic.ts";
export { cancelRun, replayRun, resumeRun, startRun } from "#core/engine/lifecycle.ts";
export type { ResumeOptions, RunResult, StartOptions, World } from "#core/engine/world.ts";
export { createControl } from "#core/engine/world.ts";
export { compileFlow, flowKinds } from "#core/flow.ts";
export type { Graph } from "#core/graph/graph.ts";
export type { Fields, Value } from "#core/graph/value.ts";
export { defineKind } from "#core/kinds/kind.ts";
export type { NodeContext, NodeKind } from "#core/kinds/kind.ts";
export type { FunctionPort, HostFunction } from "#core/ports/functions.ts";
export { inspectReplayTrace, nodeTimeline, retryReasonSummary } from "#core/report/flow/inspect.ts";
export type { FlowResult } from "#core/report/flow/result.ts";
export { replayTrace } from "#core/report/flow/trace.ts";
export { renderReport } from "#core/report/markdown.ts";
export { renderMermaid } from "#core/report/mermaid/mermaid.ts";
export { viewRun } from "#core/report/run-view.ts";
export type { RunEvent, RunStatus } from "#core/run/events.ts";
export { Refusal, RunFailure } from "#core/run/failure.ts";
export { resumeFlow, runFlow, runFlowOrThrow } from "#core/run-flow.ts";
export type { FlowRun, FlowRunOptions } from "#core/run-flow.ts";
export { createPlan } from "#core/run/plan.ts";
export type { RunState } from "#core/run/state.ts";
export { compileSource, drawings, standard } from "#core/standard.ts";
