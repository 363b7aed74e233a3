/** The state of calls and frames: of what runs for another node, and of what nodes at a cursor see. */
import type { Fields, Value } from "../graph/value.ts";
import type { CallTarget } from "./frame.ts";
import type { ActivationId, BranchId, NodeId } from "./state.ts";

/** Nodes or graphs that an activation has run for it. */
export interface CallState {
  readonly id: ActivationId;
  /** The branch of the caller. */
  readonly branch: BranchId;
  readonly targets: readonly CallTarget[];
  readonly bound: number;
  /** In the order of the targets; those that have not begun are missing. */
  readonly branches: readonly BranchId[];
  /** Branches that are under way. */
  readonly busy: number;
  /** The first one that failed. */
  readonly failed: BranchId | null;
}

/** What nodes see that run at one cursor: of a flow's run, or of a run of a sub-graph. */
export interface FrameState {
  /** Empty for the run itself, else the branch of the sub-graph. */
  readonly id: string;
  /** The name of the sub-graph. */
  readonly graph: string | null;
  readonly depth: number;
  readonly input: Value;
  /** Of an `.iter` graph. */
  readonly vars: Fields | null;
  readonly outputs: Readonly<Record<NodeId, Value>>;
  readonly lastLlm: Value;
  readonly lastTool: Value;
  /** Bytes of the outputs, and of the whole, as compact JSON. */
  readonly bytes: number;
  /** The number of the next step. */
  readonly step: number;
  /** What was remembered, by space and key. */
  readonly entries: Readonly<Record<string, Readonly<Record<string, Value>>>>;
  /** The node at which it ended. */
  readonly terminal: NodeId | null;
}
