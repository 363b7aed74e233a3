/** What the page of a run shows, as plain JSON: everything is made from the log before it is written. */
import type { ToldDeed } from "../deeds/tell-deed.ts";
import type { Point } from "../layout/layout.ts";

/** How far something has come. */
export type Mark = "idle" | "running" | "waiting" | "done" | "failed";

/** The data of the page. */
export interface PageData {
  readonly run: PageRun;
  /** Null if the workflow's text can't be drawn any more. */
  readonly graph: PageGraph | null;
  /** In the order in which they first started. */
  readonly steps: readonly PageStep[];
  readonly events: readonly PageEvent[];
  readonly artifacts: readonly PageArtifact[];
  /** What the page leaves out, and where it is. */
  readonly notes: readonly string[];
}

/** The run as a whole. */
export interface PageRun {
  readonly id: string;
  readonly workflow: string;
  readonly source: string;
  readonly status: string;
  readonly mark: Mark;
  /** That it called nobody, or null. */
  readonly mode: string | null;
  readonly started: string;
  readonly failure: { readonly title: string; readonly text: string } | null;
  /** Figures at the head of the page. */
  readonly figures: readonly PageFact[];
  /** Everything else worth a line: limits, variables, versions. */
  readonly facts: readonly PageFact[];
}

/** A name and what it says. */
export interface PageFact {
  readonly name: string;
  readonly value: string;
}

/** The drawing of the graph. */
export interface PageGraph {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PageNode[];
  readonly edges: readonly PageEdge[];
}

/** A drawn node. */
export interface PageNode extends Point {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly entry: boolean;
  readonly width: number;
  readonly height: number;
}

/** A drawn edge. */
export interface PageEdge {
  readonly from: string;
  readonly to: string;
  readonly path: string;
  readonly label: string;
  readonly at: Point;
  readonly width: number;
  readonly loop: boolean;
}

/** An activation. */
export interface PageStep {
  readonly id: string;
  readonly node: string;
  readonly branch: string;
  readonly kind: string;
  readonly iteration: string;
  readonly mark: Mark;
  /** After the start of the run, in ms. */
  readonly startedMs: number;
  readonly took: string;
  /** Places in the list of events. */
  readonly first: number;
  readonly last: number;
  readonly facts: readonly string[];
  readonly input: string;
  readonly output: string;
  readonly attempts: readonly PageAttempt[];
}

/** An attempt of an activation. */
export interface PageAttempt {
  readonly number: number;
  readonly facts: readonly string[];
  readonly fault: string | null;
  readonly deeds: readonly ToldDeed[];
}

/** An event, and what it changes in the picture. */
export interface PageEvent {
  readonly seq: number;
  /** After the start of the run. */
  readonly ms: number;
  readonly type: string;
  readonly text: string;
  readonly node?: string;
  readonly branch?: string;
  readonly step?: string;
  /** What the activation, or without one the run, has become. */
  readonly mark?: Mark;
  /** Index of the edge that was taken. */
  readonly edge?: number;
  readonly tokens?: number;
  readonly costUsd?: number;
}

/** A published artifact. */
export interface PageArtifact {
  readonly name: string;
  readonly node: string;
  readonly version: number;
  readonly summary: string;
}
