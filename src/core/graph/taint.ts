/** Where text of strangers comes in, and how far it flows. Spec: github §11.8. */
import type { Edge, Graph, GraphNode, Template } from "./graph.ts";
import { isOfPeople } from "./of-people.ts";
import { reachable, waysOf } from "./traverse.ts";
import type { Value } from "./value.ts";
import { isList } from "./value.ts";
import { isPushingTool, isWritingTool } from "./writing-tools.ts";

/** What is tainted in a graph. */
export interface Taint {
  /** Nodes by which such text comes in. */
  readonly origins: ReadonlySet<string>;
  /** True for a reference in a text of the node that may be such text. */
  isTainted(node: string, path: readonly string[]): boolean;
}

/** True for a node that may write what others run: commits, pull requests, dispatches. */
export function pushes(node: GraphNode): boolean {
  return toolsOf(node).some(isPushingTool);
}

/** True if a way leads from a node to one that pushes. */
export function leadsToPush(graph: Graph | null, from: string): boolean {
  if (graph === null) return false;
  const reached = reachable(waysOf(graph.edges), [from]);
  return graph.nodes.some((node) => reached.has(node.id) && pushes(node));
}

/** Follows such text through the graph. */
export function taintOf(graph: Graph): Taint {
  const incoming = new Map<string, readonly Edge[]>();
  for (const edge of graph.edges) incoming.set(edge.to, [...(incoming.get(edge.to) ?? []), edge]);
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const texts = new Map(graph.nodes.map((node) => [node.id, textsOf(graph, node)]));
  const brought = (id: string): readonly Edge[] => incoming.get(id) ?? [];
  const refsOf = (id: string): readonly (readonly string[])[] => [
    ...(texts.get(id) ?? []).flatMap(refsIn),
    ...brought(id).flatMap((edge) => (edge.with ?? []).flatMap(({ value }) => refsIn(value))),
  ];
  const origins = new Set(
    graph.nodes
      .filter((node) => toolsOf(node).some(reads) || refsOf(node.id).some(isOfPeople))
      .map(({ id }) => id),
  );
  const tainted = new Set(origins);

  const gives = (id: string): boolean => tainted.has(id) && nodes.get(id)?.kind !== "human";
  function isTainted(node: string, path: readonly string[]): boolean {
    const [space, name = "", field] = path;
    if (space === "outputs") return gives(name) && isText(graph, nodes.get(name), field);
    if (space === "artifacts")
      return graph.nodes.some(({ id, publish }) => publish === name && gives(id));
    if (space === "input") return brought(node).some((edge) => brings(edge, name));
    return isOfPeople(path);
  }
  function brings(edge: Edge, key: string): boolean {
    if (edge.with === null) return gives(edge.from) && isText(graph, nodes.get(edge.from), key);
    return edge.with
      .filter((entry) => entry.key === key)
      .some(({ value }) => refsIn(value).some((path) => isTainted(edge.from, path)));
  }

  for (let before = -1; before !== tainted.size;) {
    before = tainted.size;
    for (const { id } of graph.nodes) {
      const passed = brought(id).some((edge) => edge.with === null && gives(edge.from));
      if (passed || refsOf(id).some((path) => isTainted(id, path))) tainted.add(id);
    }
  }
  return { origins, isTainted };
}

/** The references of a template. */
export function refsIn(template: Template): readonly (readonly string[])[] {
  return template.flatMap((part) => (typeof part === "string" ? [] : [part.ref]));
}

/** What a node has of a name that its kind gives it. */
export function fieldOf(node: GraphNode, field: string): Value {
  const found = Object.entries(node).find(([name]) => name === field);
  return (found?.[1] ?? null) as Value;
}

function toolsOf(node: GraphNode): readonly string[] {
  const tools = fieldOf(node, "tools");
  const listed = isList(tools) ? tools.filter((name) => typeof name === "string") : [];
  return [...listed, ...calledTools(node)];
}

/** The tools of GitHub that the command or script of a node calls by name. */
export function calledTools(node: GraphNode): readonly string[] {
  const texts = commandsOf(node).flatMap((template) =>
    template.filter((part) => typeof part === "string"),
  );
  const calls = texts.flatMap((text) => [
    ...text.matchAll(/\bgithub\s+call\s+["']?(github\.\w+)/g),
  ]);
  return calls.map(([, name = ""]) => name);
}

/** Tools whose answers others have written. */
function reads(name: string): boolean {
  if (name.startsWith("mcp.") || name === "*") return true;
  return name.startsWith("github.") && !isWritingTool(name);
}

/** Numbers, truths and words of a list say nothing that a stranger could have chosen. */
function isText(graph: Graph, node: GraphNode | undefined, field: string | undefined): boolean {
  const schema = graph.schemas.find(({ name }) => name === node?.output);
  const declared = schema?.fields.find(({ name }) => name === field);
  if (declared === undefined) return true;
  return !["bool", "int", "float"].includes(declared.type) && declared.enum === undefined;
}

/** Prompts and commands of a node. */
function textsOf(graph: Graph, node: GraphNode): readonly Template[] {
  const named = ["system", "user", "instructions"].map((field) => fieldOf(node, field));
  const prompts = graph.prompts.filter(({ name }) => named.includes(name));
  return [...prompts.map(({ text }) => text), ...commandsOf(node)];
}

/** The command and the script of a tool node. */
export function commandsOf(node: GraphNode): readonly Template[] {
  return ["command", "script"].flatMap((field) => {
    const template = fieldOf(node, field);
    return node.kind === "tool" && isList(template) ? [template as unknown as Template] : [];
  });
}
