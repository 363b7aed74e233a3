/** The functions of a flow's run by name: lent by a program, those of a host file, built-in ones. Spec: flow §17.1. */
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import type { FunctionPort, HostFunction, ToolServers } from "#core/ports/functions.ts";
import { createBuiltIns } from "./built-in.ts";
import type { BuiltInWorld } from "./built-in.ts";
import { createCommandFunction } from "./commands.ts";
import type { CommandWorld } from "./commands.ts";
import type { FlowHost } from "./host-file.ts";
import type { HostTool } from "./host-form.ts";

/** What functions are made of. */
export interface RegistryRequest extends BuiltInWorld, CommandWorld {
  /** Tools and servers as a host file says them. */
  readonly host?: Pick<FlowHost, "tools" | "servers">;
  /** Functions of the program that starts the run; they come first. */
  readonly lent?: Readonly<Record<string, HostFunction["call"]>>;
  /** Opens the servers at the first call of one of their tools. */
  readonly openServers?: () => Promise<ToolServers>;
}

/**
 * Makes the registry of a run's functions.
 *
 * @example
 * const functions = createFunctions({ clock, cwd, env: {}, lent: { lookup: async ({ input }) => input } });
 */
export function createFunctions(request: RegistryRequest): FunctionPort {
  const { host, lent = {}, openServers } = request;
  const builtIns = createBuiltIns(request);
  const { servers = {} } = host ?? {};
  let opened: Promise<ToolServers> | undefined;

  function toFunction(tool: HostTool): HostFunction | undefined {
    if ("builtin" in tool) return builtIns.get(tool.builtin);
    if ("mcp" in tool) return ofServer(tool.mcp, tool.tool);
    return createCommandFunction(tool, request);
  }

  function ofServer(name: string, tool: string): HostFunction | undefined {
    const server = Object.hasOwn(servers, name) ? servers[name] : undefined;
    if (server === undefined || openServers === undefined) return undefined;
    return createToolFunction(server, tool, () => (opened ??= openServers()));
  }

  return {
    find(name) {
      const own = Object.hasOwn(lent, name) ? lent[name] : undefined;
      if (own) return { call: own };
      const tool = host && Object.hasOwn(host.tools, name) ? host.tools[name] : undefined;
      if (tool) return toFunction(tool);
      const [, server, remote] = /^mcp\.([^.]+)\.(.+)$/.exec(name) ?? [];
      if (server !== undefined && remote !== undefined) return ofServer(server, remote);
      return builtIns.get(name);
    },
    async close() {
      await (await opened)?.close();
      opened = undefined;
    },
  };
}

/** A tool of an MCP server; without an input it is sent an empty object. */
function createToolFunction(
  server: ServerUse,
  tool: string,
  open: () => Promise<ToolServers>,
): HostFunction {
  return {
    async call({ input, site }, { signal }) {
      const servers = await open();
      return servers.callForValue(server, { tool, input }, { signal, site });
    },
  };
}
