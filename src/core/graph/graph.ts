/**
 * The graph: the one form that both languages lower to and the engine runs.
 *
 * Plain, readonly JSON. Names are kept, order is source order, absent is null, durations are
 * milliseconds. Kinds add their own properties to a node; see core/kinds/kind.ts.
 */
import type { Fields, Value } from "./value.ts";

/** A compiled workflow. */
export interface Graph {
  readonly format: "iter/graph@1";
  readonly language: "iter" | "flow";
  /** The graphs that nodes have run for them: a flow's by the names of its host, others by node. */
  readonly graphs?: readonly CalledGraph[];
  readonly name: string;
  readonly entry: string;
  /** The workflow's block first, then the top-level one, then the implied. */
  readonly vars: readonly Variable[];
  readonly presets: readonly Preset[];
  readonly schemas: readonly Schema[];
  readonly prompts: readonly Prompt[];
  readonly mcpServers: readonly McpServer[];
  readonly mcp: {
    readonly autoloadProject: boolean;
    readonly servers: readonly string[];
    readonly disable: readonly string[];
  };
  readonly budget: Budget | null;
  readonly toolPolicy: readonly string[] | null;
  /** In order of declaration, then `done` and `fail`, always. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly Edge[];
  /** In order of first use. */
  readonly loops: readonly Loop[];
  /** Names of environment variables that were expanded or are handed on, sorted; never values. */
  readonly environment: readonly string[];
  /** `sha256:…` over the canonical JSON of all the rest without every `at`. */
  readonly hash: string;
}

/** A graph that can be called, or why it cannot be; one without graphs of its own knows its caller's. */
export type CalledGraph =
  | {
      readonly name: string;
      readonly graph: Graph;
      /** Of a flow that has other settings than its caller. */
      readonly settings?: Fields;
    }
  | { readonly name: string; readonly faults: readonly Value[] };

/** Types of variables and of schema fields. */
export type FieldType = "string" | "bool" | "int" | "float" | "json" | "string[]";

/** A variable of the workflow. */
export interface Variable {
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
  readonly default?: Value;
  /** Environment variables that a default was written with and that aren't set: so there is none. */
  readonly unset?: readonly string[];
  readonly implied: boolean;
}

/** A named set of values for variables. */
export interface Preset {
  readonly name: string;
  readonly values: Readonly<Record<string, Value>>;
}

/** A data contract; every field is required, others are allowed and kept. */
export interface Schema {
  readonly name: string;
  readonly fields: readonly SchemaField[];
}

/** One field of a schema; an enum on `string[]` holds for its items. */
export interface SchemaField {
  readonly name: string;
  readonly type: FieldType;
  readonly enum?: readonly string[];
}

/** A prompt that some node uses. */
export interface Prompt {
  readonly name: string;
  readonly text: Template;
}

/** Text parts and references; exactly one reference alone passes the typed value in a mapping. */
export type Template = readonly TemplatePart[];

/** Plain text, or a reference as its path. */
export type TemplatePart = string | { readonly ref: readonly string[] };

/** A declared MCP server. */
export interface McpServer {
  readonly name: string;
  readonly transport: "stdio" | "http";
  readonly command?: string;
  readonly args?: readonly string[];
  readonly url?: string;
  readonly env: readonly string[];
}

/** Limits of a run; what is absent is unlimited. */
export interface Budget {
  readonly maxParallelBranches?: number;
  readonly maxDurationMs?: number;
  readonly maxCostUsd?: number;
  readonly maxTokens?: number;
  readonly maxIterations?: number;
  readonly unknownPrice: "error" | "ignore";
}

/** What a meeting point does about branches that failed. */
export type Await = "wait_all" | "best_effort" | { readonly quorum: number };

/** What every node has but `done` and `fail`, which have `id` and `kind` alone. */
export interface GraphNode {
  readonly id: string;
  readonly kind: string;
  /** Line and column of the name, from 1. */
  readonly at?: readonly [number, number];
  /** Names of schemas. */
  readonly input?: string | null;
  readonly output?: string | null;
  /** Name of the artifact that the output becomes. */
  readonly publish?: string | null;
  readonly await?: Await | null;
  readonly readonly?: boolean;
  /** True if the node changes the workspace. */
  readonly mutates?: boolean;
  readonly timeoutMs?: number | null;
  readonly retry?: Retry | null;
}

/** Further attempts after a failed one. */
export interface Retry {
  readonly max: number;
  readonly delayMs: number;
  readonly factor: number;
  readonly maxDelayMs: number;
}

/** A way from one node to another. */
export interface Edge {
  /** `e0`, `e1` … in source order. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The way out of the source; `next` for every kind that has one only. */
  readonly port: string;
  readonly when: When | null;
  readonly loop: string | null;
  readonly with: readonly MappingEntry[] | null;
  readonly at?: readonly [number, number];
  /** The author left it out, and it leads where another one does. */
  readonly implied?: boolean;
}

/** The condition of an edge: a bool field of the source's output, or an expression as source text. */
export type When =
  | { readonly not: boolean; readonly field: string }
  | { readonly not: boolean; readonly expression: string };

/** One key that an edge brings. */
export interface MappingEntry {
  readonly key: string;
  readonly value: Template;
}

/** A named, bounded loop. */
export interface Loop {
  readonly name: string;
  readonly max: number;
}

/** The levels of reasoning effort. */
export type ReasoningEffort = "low" | "medium" | "high" | "extra_high" | "max";
