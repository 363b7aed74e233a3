/** What nodes that finish in a frame leave there: outputs, and what is remembered. Spec: flow §10.2. */
import { jsonBytes } from "#core/graph/json-text.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import { createDictionary, hasEntries } from "#core/run/dictionary.ts";
import type { FrameState } from "#core/run/frame-state.ts";
import type { BranchState, RunState } from "#core/run/state.ts";
import type { Draft } from "./draft.ts";
import { fieldsOf, numberOf, readDraft } from "./draft.ts";

const emptyBytes = '{"input":,"last_llm_output":,"last_tool_output":,"node_outputs":{}}'.length;

/** A frame before its first node. */
export function createFrame(
  frame: Pick<FrameState, "id" | "graph" | "depth" | "input" | "step"> & Partial<FrameState>,
): FrameState {
  return {
    vars: null,
    ...frame,
    outputs: createDictionary(),
    lastLlm: null,
    lastTool: null,
    bytes: emptyBytes + jsonBytes(frame.input) + 2 * jsonBytes(null),
    entries: createDictionary(),
    terminal: null,
  };
}

/** A node at the cursor takes a step number. */
export function countStep(state: Draft<RunState>, branch: BranchState, data: Fields): void {
  const frame = state.frames[branch.frame ?? ""];
  const step = numberOf(data["step"]);
  if (frame && step !== null) readDraft(frame).step = step + 1;
}

/** Who has finished, and what its event says. */
export interface FinishedNode {
  readonly node: string;
  readonly data: Fields;
}

/** Records what a node at the cursor gave; what a called node gives is its caller's matter. */
export function recordInFrame(
  state: Draft<RunState>,
  branch: BranchState,
  { node, data }: FinishedNode,
): void {
  const known = state.frames[branch.frame ?? ""];
  if (!known || (branch.call !== null && branch.id !== known.id)) return;
  const frame = readDraft(known);
  const records = fieldsOf(data["records"]);
  const output = data["output"] ?? null;
  remember(frame, fieldsOf(data["remember"]));
  if (fieldsOf(data["outcome"])["kind"] === "end") frame.terminal = node;
  if (records["silent"] === true) return;
  if (records["spread"] === true) {
    for (const [id, value] of Object.entries(fieldsOf(output))) setOutput(frame, id, value);
  }
  setOutput(frame, node, output);
  if (records["last"] === "llm") {
    frame.bytes += jsonBytes(output) - jsonBytes(frame.lastLlm);
    frame.lastLlm = output;
  }
  if (records["last"] === "tool") {
    frame.bytes += jsonBytes(output) - jsonBytes(frame.lastTool);
    frame.lastTool = output;
  }
}

function setOutput(frame: Draft<FrameState>, node: string, output: Value): void {
  const before = frame.outputs[node];
  const entry = before === undefined ? jsonBytes(node) + 1 : -jsonBytes(before);
  // Entries have a comma between them.
  const comma = before === undefined && hasEntries(frame.outputs) ? 1 : 0;
  frame.bytes += entry + comma + jsonBytes(output);
  frame.outputs[node] = output;
}

function remember(frame: Draft<FrameState>, spaces: Fields): void {
  for (const [space, entries] of Object.entries(spaces)) {
    if (!isFields(entries)) continue;
    const kept = frame.entries[space] ?? createDictionary<Value>();
    frame.entries[space] = Object.assign(kept, entries);
  }
}
