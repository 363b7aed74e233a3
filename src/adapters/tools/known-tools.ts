/**
 * Knows which tools a run would have, without opening one of them.
 *
 * What opens tools describes their input to models and is big; names are enough to look for.
 */
import type { Graph } from "#core/graph/graph.ts";
import { listsNode } from "#core/graph/listed-nodes.ts";
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import type { ToolPort } from "#core/ports/tool.ts";
import { isGithubTool } from "#src/github/tools.ts";
import { didYouMean } from "#core/text/suggest.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import { findToolsFile } from "./own/find-tools-file.ts";
import type { ToolsPlace } from "./own/find-tools-file.ts";
import type { OwnTool } from "./own/tools-file.ts";
import { workspaceToolNames } from "./workspace/names.ts";

/** Whose tools are looked for. */
export interface KnownToolsRequest extends ToolsPlace {
  readonly graph: Graph;
  /** The workspace, where the project's own file of servers would be. */
  readonly folder: string;
  /** Where the project's `.mcp.json` lies, if not in the workspace. */
  readonly project?: string;
  readonly env: Environment;
}

/** What can be said of tools by their names. */
export interface KnownTools {
  readonly tools: { readonly check: NonNullable<ToolPort["check"]> };
  /** The servers that the project's own file declares, where the workflow loads it. */
  readonly projectServers?: readonly ServerUse[];
}

/** Finds the names of the workspace's tools and of the author's own. */
export async function findKnownTools(request: KnownToolsRequest): Promise<KnownTools> {
  const own = (await readOwnTools(request)).map(({ name }) => name);
  const nodes = await readNodeToolsOf(request.graph, [...workspaceToolNames, ...own]);
  const names = [...workspaceToolNames, ...own, ...nodes.map(({ name }) => name)];
  const tools = { check: (name: string) => findNameFault(name, names) };
  const projectServers = await readServersOf(request);
  return { tools, ...(projectServers && { projectServers }) };
}

/** The tools that the author declares; what reads the file is only loaded where there is one. */
export async function readOwnTools(place: ToolsPlace): Promise<readonly OwnTool[]> {
  const found = findToolsFile(place);
  if (!found) return [];
  const { readToolsFile } = await import("./own/tools-file.ts");
  return readToolsFile(found.text, found.path, [...workspaceToolNames, "ask_user"]);
}

/** The tool nodes that models may call. */
export async function readNodeToolsOf(
  graph: Graph,
  taken: readonly string[],
): Promise<readonly OwnTool[]> {
  if (!graph.nodes.some(({ id, kind }) => kind === "tool" && listsNode(graph, id))) return [];
  const { readNodeTools } = await import("./own/node-tools.ts");
  return readNodeTools(graph, taken);
}

/** The project's own servers; undefined where the workflow doesn't load them. */
export async function readServersOf({
  graph,
  folder,
  project = folder,
  env,
}: Omit<KnownToolsRequest, keyof ToolsPlace>): Promise<readonly ServerUse[] | undefined> {
  if (!graph.mcp.autoloadProject) return undefined;
  const { readProjectServers } = await import("./mcp/project-file.ts");
  return readProjectServers(project, env);
}

/** What is wrong with a name that no tool has. */
export /** Tools of GitHub are there in jobs; which of them a run has, its tier says. */
function findNameFault(
  name: string,
  names: readonly string[],
): ReturnType<NonNullable<ToolPort["check"]>> {
  if (names.includes(name) || isGithubTool(name)) return undefined;
  const list = names.map((each) => `\`${each}\``).join(", ");
  return {
    message: `there is no tool \`${name}\``,
    hint: didYouMean(name, names, `use one of ${list}`),
  };
}
