/** What is known to be missing before a run: a key, a provider, a program, a tool. */
import type { Graph, GraphNode } from "../graph/graph.ts";
import { serversOf } from "../graph/mcp-servers.ts";
import type { ServerUse } from "../graph/mcp-servers.ts";
import { listModelChoices } from "../graph/models.ts";
import type { ModelChoice } from "../graph/models.ts";
import { didYouMean } from "../text/suggest.ts";
import { Refusal } from "./failure.ts";

interface Fault {
  readonly message: string;
  readonly hint: string;
}

type Check = (name: string) => Fault | undefined;

/** What a node of a delegate says that its program has to keep to. */
interface NodeRules {
  readonly tools: readonly string[] | null;
  readonly mcpServers: readonly ServerUse[];
  readonly readonly: boolean;
  readonly maxTurns: number;
}

/** Who can say what can't be called. */
export interface Checks {
  readonly models: { readonly check: Check };
  readonly delegates: {
    readonly check: (backend: string, rules: NodeRules) => Fault | undefined;
  };
  /** Without a check every tool is taken to be there. */
  readonly tools: { readonly check?: Check };
  readonly projectServers?: readonly ServerUse[];
}

/**
 * Refuses a graph that calls models, delegates or tools which can't be called.
 *
 * Of several models that a node may take, one will do: what is wrong with the others is given back,
 * a sentence each.
 */
export function checkModels(graph: Graph, checks: Checks): string[] {
  // A flow may name what nobody serves: that is a failed attempt of its node.
  if (graph.language === "flow") return [];
  const { models, delegates } = checks;
  const warnings = listModelChoices(graph).flatMap((choice) => checkChoice(choice, models.check));
  for (const node of graph.nodes) {
    const backend = "delegate" in node ? node.delegate : null;
    if (typeof backend !== "string") continue;
    refuse(node.id, delegates.check(backend, rulesOf(graph, node, checks.projectServers ?? [])));
  }
  for (const { node, fault } of listToolFaults(graph, checks)) refuse(node.id, fault);
  return warnings;
}

function rulesOf(graph: Graph, node: GraphNode, project: readonly ServerUse[]): NodeRules {
  const fields = new Map<string, unknown>(Object.entries(node));
  const [tools, turns] = [fields.get("tools"), fields.get("toolMaxSteps")];
  return {
    tools: Array.isArray(tools) ? tools.filter((name) => typeof name === "string") : null,
    mcpServers: serversOf(graph, node, project),
    readonly: fields.get("readonly") === true,
    maxTurns: typeof turns === "number" ? turns : 0,
  };
}

/** Tools that nodes without a delegate list, and that nobody has. */
export function listToolFaults(
  graph: Graph,
  checks: Pick<Checks, "tools" | "projectServers">,
): readonly { readonly node: GraphNode; readonly fault: Fault }[] {
  return graph.nodes
    .filter((node) => !("delegate" in node && typeof node.delegate === "string"))
    .flatMap((node) =>
      listedTools(node).flatMap((name) => {
        const fault = findToolFault(graph, node, { ...checks, name });
        return fault ? [{ node, fault }] : [];
      }),
    );
}

function checkChoice({ models, node }: ModelChoice, check: Check): string[] {
  const faults = models.flatMap((model) => check(model) ?? []);
  if (faults.length === models.length) refuse(node, faults[0]);
  return faults.map(
    ({ message, hint }) => `\`${node}\` goes without one model: ${message}; ${hint}`,
  );
}

/** A tool of a server needs a server that the node has; what the server has is only known once it is asked. */
function findToolFault(
  graph: Graph,
  node: GraphNode,
  {
    tools,
    projectServers = [],
    name,
  }: Pick<Checks, "tools" | "projectServers"> & { readonly name: string },
): ReturnType<Check> {
  if (!name.startsWith("mcp.") || !tools.check) return tools.check?.(name);
  const own = serversOf(graph, node, projectServers).map((server) => server.name);
  if (own.some((server) => name.startsWith(`mcp.${server}.`))) return undefined;
  const [, wanted = ""] = name.split(".");
  const known = [...graph.mcpServers, ...projectServers].map((server) => server.name);
  const hint = known.includes(wanted)
    ? `add \`mcp: servers: [${wanted}]\` to the node or the workflow`
    : didYouMean(wanted, known, `declare it: \`mcp_server ${wanted}:\``);
  return { message: `it lists \`${name}\`, but has no MCP server \`${wanted}\``, hint };
}

/** Tools that a node names one by one; what a pattern covers is only known when it is called. */
function listedTools(node: GraphNode): string[] {
  const listed = new Map<string, unknown>(Object.entries(node)).get("tools");
  if (!Array.isArray(listed)) return [];
  return listed.filter((name): name is string => typeof name === "string" && !name.includes("*"));
}

function refuse(node: string, fault: ReturnType<Check>): void {
  if (fault === undefined) return;
  throw new Refusal("INPUT_INVALID", `\`${node}\` can't run: ${fault.message}.`, {
    hint: fault.hint,
  });
}
