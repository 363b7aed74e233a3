/** The model port: one turn of a conversation with a language model. */
import type { ReasoningEffort } from "../graph/graph.ts";
import type { Fields, Value } from "../graph/value.ts";
import type { Usage } from "../run/failure.ts";
import type { RunEvent } from "../run/events.ts";

/** Where in the run a call is made; adapters pass `key` on as idempotency key. */
export interface CallSite {
  readonly runId: string;
  readonly nodeId: string;
  /** Empty for the main branch. */
  readonly branchId: string;
  readonly activationId: string;
  /** `model:0`, `delegate:1`, `tool:0.1`, `command` … */
  readonly step: string;
  /** `<run id>/<activation id>/<step>` */
  readonly key: string;
  /** Of this step, from 1. */
  readonly attempt: number;
}

/** A tool that the model may call. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the input. */
  readonly inputSchema: Fields;
}

/** A call that a model asks for. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly input: Value;
}

/** One message; portable between providers but for `native`. */
export type Message =
  | { readonly role: "user"; readonly text: string }
  | {
      readonly role: "assistant";
      readonly text: string;
      readonly toolCalls: readonly ToolCall[];
      /** What only the same provider understands (thinking, item ids), sent back unchanged to it. */
      readonly native?: { readonly provider: string; readonly content: Value };
    }
  | { readonly role: "tool"; readonly results: readonly ToolResult[] };

/** What a tool call gave. */
export interface ToolResult {
  readonly id: string;
  readonly name: string;
  readonly output: string;
  readonly failed: boolean;
}

/** One request. */
export interface ModelRequest {
  /** One `provider/model`, or a bare `claude-…` or `gpt-…`. */
  readonly model: string;
  readonly system: string;
  readonly messages: readonly Message[];
  readonly tools: readonly ToolDefinition[];
  /** JSON Schema that the final answer must fit, by the provider's own schema mode. */
  readonly schema: Fields | null;
  readonly reasoningEffort: ReasoningEffort | null;
  readonly site: CallSite;
}

/** One reply. */
export interface ModelResponse {
  /** `provider/model` that answered. */
  readonly model: string;
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason: "stop" | "tool_calls" | "length" | "refusal";
  readonly usage: Usage;
  readonly native?: { readonly provider: string; readonly content: Value };
}

/** Options of a call. */
export interface CallOptions {
  readonly signal: AbortSignal;
  /** Pieces of text as they stream in. */
  readonly onText?: (delta: string) => void;
}

/** Calls models. Foreign errors become RunFailure (RATE_LIMITED, NETWORK, AUTH_FAILED …) at once. */
export interface ModelPort {
  generate(request: ModelRequest, options: CallOptions): Promise<ModelResponse>;
  /** Whether a model's price is known; asked before a run with max_cost_usd exists. */
  hasPrice(model: string): boolean;
  /** A fault that is known before the run: no provider, no key. Undefined if none. */
  check(model: string): { readonly message: string; readonly hint: string } | undefined;
  /** Told of every durable event, those of earlier processes first (the simulator counts results). */
  observe?(event: RunEvent): void;
}
