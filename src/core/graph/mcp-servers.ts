/** Which MCP servers a node has. Spec: language §7.4, §7.5, §7.11. */
import { isSecretName, valueOf } from "../text/environment.ts";
import type { Variables } from "../text/environment.ts";
import type { Graph, GraphNode } from "./graph.ts";

/**
 * A server as it is used, whether the workflow or the project's own file declares it.
 *
 * `${NAME}` in a text stands for a secret that is put in when the server is reached.
 */
export interface ServerUse {
  readonly name: string;
  readonly transport: "stdio" | "http" | "sse";
  readonly command?: string;
  readonly args?: readonly string[];
  readonly url?: string;
  /** Names of environment variables that the program is given. */
  readonly env: readonly string[];
  /** Further variables of the program, with their values. */
  readonly values?: Readonly<Record<string, string>>;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a node says of servers. */
interface NodeServers {
  readonly inherit: boolean;
  readonly servers: readonly string[];
  readonly disable: readonly string[];
}

/**
 * The servers of a node, each once: the workflow's unless it does without them, then its own.
 *
 * `project` are those of `.mcp.json`; they count only where the workflow loads them, are then at
 * hand for every node, and give way to a server of the same name in the workflow.
 */
export function serversOf(
  graph: Graph,
  node: GraphNode,
  project: readonly ServerUse[],
): readonly ServerUse[] {
  const loaded = graph.mcp.autoloadProject ? project : [];
  const known = new Map<string, ServerUse>();
  for (const server of [...loaded, ...graph.mcpServers]) known.set(server.name, server);
  const { inherit, servers, disable } = readNodeServers(node);
  const shared = inherit
    ? without([...graph.mcp.servers, ...loaded.map(({ name }) => name)], graph.mcp.disable)
    : [];
  const names = new Set(without([...shared, ...servers], disable));
  return [...names].flatMap((name) => known.get(name) ?? []);
}

function without(names: readonly string[], left: readonly string[]): readonly string[] {
  return names.filter((name) => !left.includes(name));
}

/** Kinds that have no `mcp` block have no servers. */
function readNodeServers(node: GraphNode): NodeServers {
  const { mcp } = node as GraphNode & { readonly mcp?: NodeServers | null };
  return mcp ?? { inherit: false, servers: [], disable: [] };
}

/** A server with its secrets put in, and the names of those that aren't set. */
export interface FilledServer {
  readonly server: ServerUse;
  readonly unset: readonly string[];
}

/**
 * Puts secrets in place of their names: at the last moment, for whoever starts or calls the server.
 *
 * @example
 * fillServer({ ...server, url: "https://x.example/${X_TOKEN}" }, { X_TOKEN: "t" }).server.url;
 */
export function fillServer(server: ServerUse, variables: Variables): FilledServer {
  const unset = new Set<string>();
  const fill = (text: string): string =>
    text.replaceAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (written, name: string) => {
      if (!isSecretName(name)) return written;
      const value = valueOf(variables, name);
      if (value === undefined) unset.add(name);
      return value ?? written;
    });
  const fillAll = (texts: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fill(text)]));
  const { command, args, url, values, headers, ...rest } = server;
  const filled: ServerUse = {
    ...rest,
    ...(command !== undefined && { command: fill(command) }),
    ...(args !== undefined && { args: args.map(fill) }),
    ...(url !== undefined && { url: fill(url) }),
    ...(values !== undefined && { values: fillAll(values) }),
    ...(headers !== undefined && { headers: fillAll(headers) }),
  };
  return { server: filled, unset: [...unset] };
}
