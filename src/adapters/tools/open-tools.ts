/** Opens all tools of a run: the workspace's, the author's own, and those of MCP servers where there are any. */
import { sha256 } from "#adapters/hashing/sha256.ts";
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import type { ShellPort } from "#core/ports/shell.ts";
import type { ToolPort } from "#core/ports/tool.ts";
import type { ToolHashes } from "#core/run/discovered-tools.ts";
import { createTools } from "./index.ts";
import type { Tool } from "./index.ts";
import { readNodeToolsOf, readOwnTools, readServersOf } from "./known-tools.ts";
import type { KnownToolsRequest } from "./known-tools.ts";
import type { OwnTool } from "./own/tools-file.ts";
import { createWorkspaceTools } from "./workspace/index.ts";

/** What tools are opened for. */
export interface ToolsRequest extends KnownToolsRequest {
  /** Folders in the workspace that tools keep out of. */
  readonly closed: readonly string[];
  readonly shell: ShellPort;
  /** Tools that the entry point has besides. */
  readonly lent?: readonly Tool[];
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
  // What models are shown of an output is cut, and half a secret would not be known as one.
  const shell = hideSecrets(request.shell, redact);
  const declared = await readOwnTools(request);
  const workspace = [...createWorkspaceTools({ ...request, shell }), ...(request.lent ?? [])];
  const taken = [
    ...workspace.map(({ definition }) => definition.name),
    ...declared.map(({ name }) => name),
  ];
  const nodes = await readNodeToolsOf(graph, taken);
  const some = [...workspace, ...(await openOwnTools([...declared, ...nodes], shell))];
  const own = hashOwnTools(declared);
  const { mcp, mcpServers } = graph;
  if (mcpServers.length === 0 && !mcp.autoloadProject) return { tools: createTools(some, { own }) };
  const { createMcpServers } = await import("./mcp/servers.ts");
  const tools = createTools(some, { own, servers: createMcpServers({ folder, env, redact }) });
  const projectServers = await readServersOf(request);
  return { tools, ...(projectServers && { projectServers }) };
}

function hideSecrets(shell: ShellPort, redact: ToolsRequest["redact"]): ShellPort {
  return {
    async run(task, options) {
      const { stdout, stderr, ...ended } = await shell.run(task, options);
      return { ...ended, stdout: redact(stdout), stderr: redact(stderr) };
    },
  };
}

async function openOwnTools(
  declared: readonly OwnTool[],
  shell: ShellPort,
): Promise<readonly Tool[]> {
  if (declared.length === 0) return [];
  const { createOwnTool } = await import("./own/own-tools.ts");
  return declared.map((one) => createOwnTool(one, shell));
}

/** All that is declared of a tool, by which a later process sees whether it is still the same. */
function hashOwnTools(declared: readonly OwnTool[]): ToolHashes {
  return Object.fromEntries(declared.map((tool) => [tool.name, sha256(JSON.stringify(tool))]));
}
