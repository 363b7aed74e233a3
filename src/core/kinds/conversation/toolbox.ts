/**
 * The tools of one node: those that are always there, and those of its MCP servers.
 *
 * What servers offer is asked for in a step of its own, so that a resumed or replayed run goes on
 * with the tools that its model was told of.
 */
import { serversOf } from "#core/graph/mcp-servers.ts";
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import type { Fields } from "#core/graph/value.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import type { ToolDefinition } from "#core/ports/model.ts";
import {
  compareTools,
  discoverStep,
  hashesOf,
  readDiscovered,
  writeDiscovered,
} from "#core/run/discovered-tools.ts";
import type { DiscoveredServer, ToolHashes } from "#core/run/discovered-tools.ts";
import { RunFailure } from "#core/run/failure.ts";
import { didYouMean } from "#core/text/suggest.ts";
import type { ConversationConfig } from "./config.ts";
import { mayMatch } from "./policy.ts";

/** What a conversation knows of tools. */
export interface Toolbox {
  list(): readonly ToolDefinition[];
  readsOnly(name: string): boolean;
  /** The MCP server of a tool, and its tools as they were when the model was told of them. */
  serverOf(name: string): { readonly use: ServerUse; readonly known: ToolHashes } | undefined;
}

/** How tools of a server are called. */
function prefixOf({ name }: { readonly name: string }): string {
  return `mcp.${name}.`;
}

/** Finds the tools of a node; its servers are only reached if it may use something of them. */
export async function openToolbox(
  context: NodeContext,
  config: ConversationConfig,
): Promise<Toolbox> {
  const { graph, node, ports } = context;
  const wanted = serversOf(graph, node, ports.projectServers ?? []).filter((server) =>
    [config.tools ?? [], config.toolPolicy ?? ["*"]].every((list) =>
      mayMatch(list, prefixOf(server)),
    ),
  );
  if (wanted.length === 0 || !ports.tools.discover) return toolboxOf(context, [], []);
  const found = await discover(context, wanted);
  for (const name of config.tools ?? []) refuseUnknown(context, name, found);
  return toolboxOf(context, wanted, found);
}

/** Tells the log what a server offers, and what of it is no longer as this run has known it. */
export function informListed(
  context: NodeContext,
  step: string,
  server: DiscoveredServer,
  known: ToolHashes | undefined,
): void {
  const now = hashesOf(server);
  context.inform("mcp_tools_listed", { server: server.name, step, tools: now });
  const changes = known && compareTools(known, now);
  if (changes) context.inform("mcp_tools_changed", { server: server.name, step, ...changes });
}

async function discover(
  context: NodeContext,
  servers: readonly ServerUse[],
): Promise<readonly DiscoveredServer[]> {
  const result = await context.step<Fields>(discoverStep, async ({ site, signal }) => {
    const found = await context.ports.tools.discover?.(servers, {
      site,
      signal,
      onEvent: (type, data) => context.inform(type, data),
      onListed: (server) =>
        informListed(context, site.step, server, context.serverTools(server.name)),
    });
    return { result: writeDiscovered(found ?? []) };
  });
  return readDiscovered(result);
}

function toolboxOf(
  { ports }: NodeContext,
  servers: readonly ServerUse[],
  found: readonly DiscoveredServer[],
): Toolbox {
  const tools = new Map(found.flatMap((server) => server.tools.map((tool) => [tool.name, tool])));
  const owners = new Map(
    found.flatMap((server) => server.tools.map(({ name }) => [name, server] as const)),
  );
  return {
    list: () => [
      ...ports.tools.list(),
      ...[...tools.values()].map(({ name, description, inputSchema }) => ({
        name,
        description,
        inputSchema,
      })),
    ],
    readsOnly: (name) => tools.get(name)?.readsOnly ?? ports.tools.readsOnly(name),
    serverOf(name) {
      const owner = owners.get(name);
      const use = servers.find((server) => server.name === owner?.name);
      return owner && use && { use, known: hashesOf(owner) };
    },
  };
}

/** A tool that a node names, and that its server hasn't got, is a slip that would go unnoticed. */
function refuseUnknown(
  { node }: NodeContext,
  name: string,
  found: readonly DiscoveredServer[],
): void {
  if (name.includes("*")) return;
  const server = found.find((one) => name.startsWith(prefixOf(one)));
  if (!server || server.tools.some((tool) => tool.name === name)) return;
  const names = server.tools.map((tool) => tool.name);
  const list = names.map((each) => `\`${each}\``).join(", ");
  throw new RunFailure({
    code: "TOOL_FAILED",
    message: `\`${node.id}\` lists the tool \`${name}\`, which the MCP server \`${server.name}\` does not have`,
    hint: didYouMean(name, names, names.length === 0 ? "it has no tools" : `it has ${list}`),
    retryable: false,
    redo: discoverStep,
  });
}
