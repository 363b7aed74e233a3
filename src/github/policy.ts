/** What the owner's policy lets the nodes of a workflow use: models, delegates, tools. Spec: github §3.4. */
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import { splitModels } from "#core/graph/models.ts";
import { calledTools } from "#core/graph/taint.ts";
import type { Fields } from "#core/graph/value.ts";
import { listAt } from "./payload.ts";

/** The first thing that a workflow may not use. */
export interface PolicyFault {
  readonly code: "policy_model" | "policy_delegate" | "policy_tool";
  readonly message: string;
  readonly hint: string;
}

type Sort = "models" | "delegates" | "tools";

/** Finds it, or null; a list that the policy doesn't have lets everything through. */
export function findPolicyFault(policy: Fields, graph: Graph): PolicyFault | null {
  for (const node of nodesOf(graph)) {
    const fault = faultOf(policy, node);
    if (fault !== null) return fault;
  }
  return null;
}

/** True if a list of the policy has room for a name; `*` stands for any characters. */
export function allowsName(policy: Fields, sort: Sort, name: string): boolean {
  if (!Object.hasOwn(policy, sort)) return true;
  return listAt(policy, sort).some(
    (entry) => typeof entry === "string" && toPattern(entry).test(name),
  );
}

function faultOf(policy: Fields, node: GraphNode): PolicyFault | null {
  const fields = new Map<string, unknown>(Object.entries(node));
  const delegate = fields.get("delegate");
  const tools = fields.get("tools");
  const models = [fields.get("model"), fields.get("interactionModel")].flatMap((written) =>
    typeof written === "string" ? splitModels(written) : [],
  );
  for (const model of models)
    if (!allowsName(policy, "models", model)) return refuse(policy, node, "models", model);
  if (typeof delegate === "string" && !allowsName(policy, "delegates", delegate))
    return refuse(policy, node, "delegates", delegate);
  const listed = Array.isArray(tools) ? tools.filter((name) => typeof name === "string") : [];
  for (const tool of [...listed, ...calledTools(node)])
    if (!tool.endsWith("*") && !allowsName(policy, "tools", tool))
      return refuse(policy, node, "tools", tool);
  // The tools of its own that a program has can't be taken away but by a list.
  const holds = typeof delegate !== "string" || tools != null || allowsName(policy, "tools", "*");
  return holds ? null : refuse(policy, node, "tools", `all tools of ${delegate}`);
}

const codes = {
  models: ["policy_model", "model"],
  delegates: ["policy_delegate", "delegate"],
  tools: ["policy_tool", "tools"],
} as const;

function refuse(policy: Fields, { id }: GraphNode, sort: Sort, name: string): PolicyFault {
  const [code, property] = codes[sort];
  const allowed = listAt(policy, sort).flatMap((entry) =>
    typeof entry === "string" ? [`\`${entry}\``] : [],
  );
  return {
    code,
    message: `\`${id}\` uses \`${name}\`, which the owner's policy doesn't allow in \`${sort}\`.`,
    hint: `change \`${property}\` of \`${id}\`; allowed: ${allowed.length === 0 ? "nothing" : allowed.join(", ")}`,
  };
}

function nodesOf({ nodes, graphs = [] }: Graph): readonly GraphNode[] {
  return [...nodes, ...graphs.flatMap((one) => ("graph" in one ? nodesOf(one.graph) : []))];
}

function toPattern(entry: string): RegExp {
  const parts = entry.split("*").map((part) => part.replaceAll(/[.*+?^$(){}|[\]\\/]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
