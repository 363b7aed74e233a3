/** Opens all tools of a run: those of the workspace, and those of MCP servers where there are any. */
import type { Graph } from "#core/graph/graph.ts";
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import type { ShellPort } from "#core/ports/shell.ts";
import type { ToolPort } from "#core/ports/tool.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import { createTools } from "./index.ts";
import { createWorkspaceTools } from "./workspace/index.ts";

/** What tools are opened for. */
export interface ToolsRequest {
  readonly graph: Graph;
  /** The workspace. */
  readonly folder: string;
  /** Folders in it that tools keep out of. */
  readonly closed: readonly string[];
  readonly env: Environment;
  readonly shell: ShellPort;
  /** Takes secrets out of what others say. */
  readonly redact: (text: string) => string;
}

/** The tools, and the servers that the project's own file declares, where the workflow loads it. */
export interface OpenedTools {
  readonly tools: ToolPort;
  readonly projectServers?: readonly ServerUse[];
}

/** Opens the tools; servers are not reached before a node needs one. */
export async function openTools(request: ToolsRequest): Promise<OpenedTools> {
  const { graph, folder, env, redact } = request;
  const workspace = createWorkspaceTools(request);
  const { mcp, mcpServers } = graph;
  if (mcpServers.length === 0 && !mcp.autoloadProject) return { tools: createTools(workspace) };
  const { createMcpServers } = await import("./mcp/servers.ts");
  const tools = createTools(workspace, createMcpServers({ folder, env, redact }));
  if (!mcp.autoloadProject) return { tools };
  const { readProjectServers } = await import("./mcp/project-file.ts");
  return { tools, projectServers: readProjectServers(folder, env) };
}
