/** What a simulator's script says once it is read: items by key, in the order in which calls get them. */
import type { Fields, Value } from "#core/graph/value.ts";
import type { Failure } from "#core/run/failure.ts";

/** A whole script. */
export interface Script {
  /** By node, `branch/node` or activation id. */
  readonly nodes: ReadonlyMap<string, readonly Item[]>;
  /** By name of the tool. */
  readonly tools: ReadonlyMap<string, readonly ToolItem[]>;
  /** Tool nodes without items are really run. */
  readonly runTools: boolean;
  /** Where the script says nothing, answers are made up. */
  readonly auto: boolean;
}

/** What one call of a model, a delegate or a tool node gets. */
export interface Item {
  readonly reply: Reply;
  readonly usage: ScriptedUsage;
  readonly durationMs: number;
  /** Goes on for ever; on last items only. */
  readonly repeat: boolean;
}

/** The ways in which a call can end. */
export type Reply =
  | { readonly kind: "output"; readonly value: Value }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "calls"; readonly text: string; readonly calls: readonly ScriptedCall[] }
  | { readonly kind: "ask"; readonly text: string; readonly fields?: Fields }
  | { readonly kind: "error"; readonly failure: Failure }
  | {
      readonly kind: "process";
      readonly stdout: string;
      readonly stderr: string;
      readonly exitCode: number;
    };

/** A tool call that a simulated model asks for. */
export interface ScriptedCall {
  readonly tool: string;
  readonly input: Value;
}

/** What a simulated call claims to have used; no cost means that it is computed, if a price is known. */
export interface ScriptedUsage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_tokens: number;
  readonly cache_write_tokens: number;
  readonly cost_usd?: number;
}

/** What one call of a model's tool gets. */
export interface ToolItem {
  readonly result: Value;
  /** The result is what a failed call says. */
  readonly failed: boolean;
  readonly durationMs: number;
  readonly repeat: boolean;
}

/** Nothing used, nothing said about cost. */
export const nothingUsed: ScriptedUsage = {
  input_tokens: 0,
  output_tokens: 0,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
};

/** The script of a simulation without one: everything is made up. */
export const noScript: Script = {
  nodes: new Map(),
  tools: new Map(),
  runTools: false,
  auto: true,
};
