/** Tools that models may call, by name. */
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import type { Value } from "#core/graph/value.ts";
import type { EffectLog } from "#core/ports/effects.ts";
import type { CallSite, ToolDefinition } from "#core/ports/model.ts";
import type { ToolAnswers, ToolCallOptions, ToolOutput, ToolPort } from "#core/ports/tool.ts";
import type { ToolHashes } from "#core/run/discovered-tools.ts";
import { findNameFault } from "./known-tools.ts";

/** One tool. */
export interface Tool {
  readonly definition: ToolDefinition;
  /** True if it changes nothing. */
  readonly readsOnly: boolean;
  call(
    input: Value,
    options: {
      readonly signal: AbortSignal;
      readonly site: CallSite;
      readonly effects?: EffectLog | undefined;
      readonly answers?: ToolAnswers | undefined;
      readonly proposed?: string | undefined;
    },
  ): Promise<ToolOutput>;
}

/** MCP servers, whose tools are found and called by way of them. */
export interface Servers {
  readonly discover: NonNullable<ToolPort["discover"]>;
  call(
    server: ServerUse,
    call: { readonly name: string; readonly input: Value },
    options: ToolCallOptions,
  ): Promise<ToolOutput>;
  close(): Promise<void>;
}

/**
 * Makes the port through which models call tools.
 *
 * @example
 * const tools = createTools();
 */
export function createTools(
  some: readonly Tool[] = [],
  { servers, own }: { readonly servers?: Servers; readonly own?: ToolHashes } = {},
): ToolPort {
  const tools = new Map(some.map((tool) => [tool.definition.name, tool]));

  const findFault = (name: string): ReturnType<typeof findNameFault> =>
    findNameFault(name, [...tools.keys()]);

  return {
    list: () => [...tools.values()].map(({ definition }) => definition),
    readsOnly: (name) => tools.get(name)?.readsOnly ?? false,
    async call(name, input, options) {
      options.signal.throwIfAborted();
      if (options.server && servers) return servers.call(options.server, { name, input }, options);
      const tool = tools.get(name);
      if (tool) return tool.call(input, options);
      const { message, hint } = findFault(name) ?? { message: "", hint: "" };
      return { output: `${message}; ${hint}`, failed: true };
    },
    check: findFault,
    ...(own && { own }),
    ...(servers && {
      discover: (some, options) => servers.discover(some, options),
      close: () => servers.close(),
    }),
  };
}
