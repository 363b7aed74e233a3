/**
 * What nodes that run at a cursor see: the scope, the step number, what was remembered.
 *
 * Every run of a flow has one, and every run of a sub-graph one of its own. Spec: flow §10.
 */
import type { Fields, Value } from "../graph/value.ts";
import type { RunSettings } from "./settings.ts";

/** A frame as a node sees it. */
export interface FrameContext {
  /** `input`, `last_llm_output`, `last_tool_output`, `node_outputs`: a view, valid while the node runs. */
  scope(): Fields;
  /** Bytes of the scope as compact JSON. */
  bytes(): number;
  readonly step: number;
  /** How many sub-graphs it runs in. */
  readonly depth: number;
  /** True for a node that another one has called: its own edges mean nothing. */
  readonly called: boolean;
  readonly settings: RunSettings;
  /** What was remembered under a key. */
  recall(space: string, key: string): Value | undefined;
}

/** What a node wants run in its place. */
export type CallTarget =
  | { readonly node: string }
  /** One of the graphs that the run's graph has, with an input of its own. */
  | {
      readonly graph: string;
      readonly input: Value;
      /** Of an `.iter` graph. */
      readonly vars?: Fields;
    };

/** What a node's memory is kept under: nodes of called graphs may have the same names. */
export function memoryOf(frame: string | null, node: string): string {
  return frame === null || frame === "" ? node : `${frame}/${node}`;
}

/** The memory of a node among those of its frame. */
export function spaceOfNode(node: string): string {
  return `#${node}`;
}
