/** A flow → the nearest `.iter` text, or why there is none. Spec: flow §21.2. */
import { edgesOf, toTexts } from "#core/languages/flow/document.ts";
import type { FlowDocument, FlowNode } from "#core/languages/flow/document.ts";
import { nameNodes } from "./names.ts";
import { computed, spellNode } from "./spell-node.ts";
import type { Spelled, SpelledEdge, Surroundings } from "./spell-node.ts";
import { Unspeakable } from "./unspeakable.ts";

/** A node that has no spelling, or whose spelling is only near. */
export interface ConvertRemark {
  readonly node: FlowNode;
  readonly text: string;
}

/** The text and what is only near in it, or everything that has no spelling. */
export type Converted =
  | { readonly text: string; readonly notes: readonly ConvertRemark[] }
  | { readonly faults: readonly ConvertRemark[] };

/** Converts a normalised flow without errors; a function's command is known by its name. */
export function convertFlow(
  document: FlowDocument,
  commandOf: (name: string) => string | undefined,
): Converted {
  const around = createSurroundings(document, commandOf);
  const spelled: { readonly node: FlowNode; readonly as: Spelled }[] = [];
  const faults: ConvertRemark[] = [];
  for (const node of document.nodes.filter(isSpelled)) {
    try {
      spelled.push({ node, as: spellNode(node, around(node)) });
    } catch (error) {
      if (!(error instanceof Unspeakable)) throw error;
      faults.push({ node, text: error.message });
    }
  }
  if (faults.length > 0) return { faults };
  const notes = spelled.flatMap(({ node, as: { note } }) =>
    note === undefined ? [] : [{ node, text: note }],
  );
  return {
    text: write(
      document,
      spelled.map(({ as }) => as),
      around,
    ),
    notes,
  };
}

function isSpelled({ type }: FlowNode): boolean {
  return type !== "start" && type !== "end";
}

function createSurroundings(
  { nodes }: FlowDocument,
  commandOf: Surroundings["commandOf"],
): (node: FlowNode) => Surroundings {
  const names = nameNodes(nodes.filter(isSpelled).map(({ id }) => id));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const joins = new Map(nodes.flatMap(branchesOf));

  function nameOf(id: string): string {
    const node = byId.get(id);
    if (node?.type === "end") return "done";
    if (node?.type === "start") return nameOf(edgesOf(node)[0]?.target ?? "");
    return names.get(id) ?? id;
  }

  function outputOf(id: string): string | undefined {
    const type = byId.get(id)?.type ?? "";
    const name = `outputs.${nameOf(id)}`;
    if (type === "llm") return `${name}.text`;
    if (computed.includes(type)) return `${name}.value`;
    return type === "tool" || type === "human_in_the_loop" ? name : undefined;
  }

  const led = new Set(
    nodes.flatMap((node) =>
      edgesOf(node).flatMap(({ port, target }) => (port === null ? [] : target)),
    ),
  );
  return (node) => {
    const join = joins.get(node.id);
    if (join !== undefined && led.has(node.id)) {
      throw new Unspeakable(`it is a branch of \`${join}\`, and edges lead to it as well`);
    }
    return { nameOf, outputOf, commandOf, joins: join };
  };
}

function branchesOf({ id, fields }: FlowNode): (readonly [string, string])[] {
  return toTexts(fields["branches"] ?? null).map((branch) => [branch, id] as const);
}

function write(
  { name, nodes }: FlowDocument,
  spelled: readonly Spelled[],
  around: (node: FlowNode) => Surroundings,
): string {
  const start = nodes.find(({ type }) => type === "start");
  const edges = spelled.flatMap((one) => one.edges);
  const outputs = new Map(
    nodes.filter(isSpelled).flatMap((node) => {
      const { nameOf, outputOf } = around(node);
      const output = outputOf(node.id);
      return output === undefined ? [] : [[nameOf(node.id), output] as const];
    }),
  );
  const prompts = spelled.flatMap(({ prompt }) =>
    prompt === undefined ? [] : [writePrompt(prompt, before(prompt.name, edges), outputs)],
  );
  const workflow = nameNodes([name]).get(name) ?? name;
  const entry = start === undefined ? "done" : around(start).nameOf(start.id);
  const lines = edges.map(({ from, to, more }) => `  ${from} -> ${to}${more}`);
  return `${[
    "vars:\n  input: json",
    ...prompts,
    ...spelled.flatMap(({ declarations }) => declarations),
    [`workflow ${workflow}:`, `  entry: ${entry}`, "", ...lines].join("\n"),
  ].join("\n\n")}\n`;
}

/** The prompt, and behind it what the node sees. */
function writePrompt(
  { name, text }: NonNullable<Spelled["prompt"]>,
  earlier: ReadonlySet<string>,
  outputs: ReadonlyMap<string, string>,
): string {
  const seen = [...outputs].filter(([node]) => earlier.has(node));
  const lines = [
    ...text.split("\n"),
    "",
    "Scoped context:",
    "input: {{vars.input}}",
    ...seen.map(([node, output]) => `${node}: {{${output}}}`),
  ];
  return [`prompt ${name}:`, ...lines.map((line) => (line === "" ? "" : `  ${line}`))].join("\n");
}

/** The nodes from which a way leads to the one that has a prompt. */
function before(prompt: string, edges: readonly SpelledEdge[]): ReadonlySet<string> {
  const own = prompt.replace(/_user$/, "");
  const found = new Set(edges.flatMap(({ from, to }) => (to === own ? [from] : [])));
  // A set goes on to what is added while it is gone through.
  for (const node of found) {
    for (const { from, to } of edges) if (to === node) found.add(from);
  }
  return found;
}
