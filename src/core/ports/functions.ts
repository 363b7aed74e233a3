/** The function port: what the host of a flow lends to its nodes. */
import type { ServerUse } from "../graph/mcp-servers.ts";
import type { Fields, Value } from "../graph/value.ts";
import type { CallSite } from "./model.ts";

/** One call of a function. */
export interface FunctionCall {
  readonly name: string;
  readonly input: Value;
  /** A copy of what the node sees. */
  readonly scope: Fields;
  readonly site: CallSite;
}

/** Calls functions by name; what goes wrong is thrown, and its text is what a flow reads. */
export interface FunctionPort {
  /** Undefined if nobody lends a function of that name. */
  find(name: string): HostFunction | undefined;
  /** Ends what calls have started; the port can be used again. */
  close?(): Promise<void>;
}

/** A function of the host. */
export interface HostFunction {
  call(call: FunctionCall, options: { readonly signal: AbortSignal }): Promise<Value>;
}

/** MCP servers whose tools are called for their values. */
export interface ToolServers {
  /** What the tool gave; what it calls an error is thrown. */
  callForValue(
    server: ServerUse,
    call: { readonly tool: string; readonly input: Value },
    options: { readonly signal: AbortSignal; readonly site: CallSite },
  ): Promise<Value>;
  close(): Promise<void>;
}
