/** Opens all tools of a run: the workspace's, the author's own, and those of MCP servers where there are any. */
import type { Graph } from "#core/graph/graph.ts";
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import type { ShellPort } from "#core/ports/shell.ts";
import type { ToolPort } from "#core/ports/tool.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import { createTools } from "./index.ts";
import type { Tool } from "./index.ts";
import { findToolsFile } from "./own/find-tools-file.ts";
import { createWorkspaceTools } from "./workspace/index.ts";

/** What tools are opened for. */
export interface ToolsRequest {
  readonly graph: Graph;
  /** The workflow's file, beside which its own tools may be declared. */
  readonly workflow: string;
  /** The file of own tools that was asked for. */
  readonly named?: string | undefined;
  /** What paths of files are relative to. */
  readonly base: string;
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
  const some = [...workspace, ...(await openOwnTools(request, workspace))];
  const { mcp, mcpServers } = graph;
  if (mcpServers.length === 0 && !mcp.autoloadProject) return { tools: createTools(some) };
  const { createMcpServers } = await import("./mcp/servers.ts");
  const tools = createTools(some, createMcpServers({ folder, env, redact }));
  if (!mcp.autoloadProject) return { tools };
  const { readProjectServers } = await import("./mcp/project-file.ts");
  return { tools, projectServers: readProjectServers(folder, env) };
}

/** What reads the file is only loaded where there is one. */
async function openOwnTools(
  request: ToolsRequest,
  workspace: readonly Tool[],
): Promise<readonly Tool[]> {
  const found = findToolsFile(request);
  if (!found) return [];
  const [{ readToolsFile }, { createOwnTool }] = await Promise.all([
    import("./own/tools-file.ts"),
    import("./own/own-tools.ts"),
  ]);
  const taken = [...workspace.map(({ definition }) => definition.name), "ask_user"];
  return readToolsFile(found.text, found.path, taken).map((own) =>
    createOwnTool(own, request.shell),
  );
}
