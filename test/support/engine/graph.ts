/** Graphs for tests, with everything that does not matter filled in. */
import type { Budget, Edge, Graph, GraphNode, Schema } from "#core/graph/graph.ts";
import type { Value } from "#core/graph/value.ts";
import { parseTemplate, toTemplate } from "#core/graph/reference.ts";

type Extra = Readonly<Record<string, unknown>>;

/** An edge as `a -> b`, and what else it says. */
export interface EdgeSketch {
  readonly when?: string;
  readonly loop?: string;
  readonly with?: Readonly<Record<string, string>>;
}

/** What a graph is made of. */
export interface GraphSketch {
  readonly entry: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly (string | readonly [string, EdgeSketch])[];
  readonly loops?: Readonly<Record<string, number>>;
  readonly schemas?: readonly Schema[];
  readonly prompts?: Readonly<Record<string, string>>;
  readonly budget?: Partial<Budget>;
}

/** A node of a kind. */
export function node(kind: string, id: string, extra: Extra = {}): GraphNode {
  return {
    id,
    kind,
    input: null,
    output: null,
    publish: null,
    await: null,
    readonly: false,
    mutates: false,
    timeoutMs: null,
    retry: null,
    ...extra,
  };
}

export function agent(id: string, extra: Extra = {}): GraphNode {
  return node("agent", id, {
    model: "simulate/any",
    delegate: null,
    system: null,
    user: null,
    session: "fresh",
    tools: null,
    toolPolicy: null,
    toolMaxSteps: 0,
    reasoningEffort: null,
    interaction: "none",
    interactionPrompt: null,
    interactionModel: null,
    env: [],
    ...extra,
  });
}

export function router(id: string, mode = "fan_out_all", extra: Extra = {}): GraphNode {
  return node("router", id, { mode, multi: false, ...extra });
}

export function join(id: string, extra: Extra = {}): GraphNode {
  return node("join", id, { await: "wait_all", require: [], ...extra });
}

export function human(id: string, extra: Extra = {}): GraphNode {
  return node("human", id, { interaction: "human", instructions: null, minAnswers: 1, ...extra });
}

export function tool(id: string, extra: Extra = {}): GraphNode {
  return node("tool", id, { command: [`make ${id}`], env: [], mutates: true, ...extra });
}

export function compute(id: string, expressions: Readonly<Record<string, string>>): GraphNode {
  return node("compute", id, {
    expressions: Object.entries(expressions).map(([name, expression]) => ({ name, expression })),
  });
}

/** Builds a graph; `done` and `fail` are always there. */
export function graphOf(sketch: GraphSketch): Graph {
  const { entry, nodes, edges, loops = {}, schemas = [], prompts = {}, budget } = sketch;
  return {
    format: "iter/graph@1",
    language: "iter",
    name: "tested",
    entry,
    vars: [],
    presets: [],
    schemas,
    prompts: Object.entries(prompts).map(([name, text]) => ({ name, text: templateOf(text) })),
    mcpServers: [],
    mcp: { autoloadProject: false, servers: [], disable: [] },
    budget: budget ? { unknownPrice: "error", ...budget } : null,
    toolPolicy: null,
    nodes: [...nodes, { id: "done", kind: "done" }, { id: "fail", kind: "fail" }],
    edges: edges.map((edge, index) =>
      typeof edge === "string" ? edgeOf(index, edge, {}) : edgeOf(index, ...edge),
    ),
    loops: Object.entries(loops).map(([name, max]) => ({ name, max })),
    environment: [],
    hash: `sha256:${JSON.stringify([entry, nodes, edges, loops])}`,
  };
}

/** A schema of fields. */
export function schema(name: string, fields: Readonly<Record<string, string>>): Schema {
  return {
    name,
    fields: Object.entries(fields).map(([field, type]) => ({
      name: field,
      type: type as Schema["fields"][number]["type"],
    })),
  };
}

export function templateOf(text: string): ReturnType<typeof toTemplate> {
  return toTemplate(parseTemplate(text));
}

function edgeOf(index: number, ways: string, sketch: EdgeSketch): Edge {
  const [from = "", to = ""] = ways.split(" -> ");
  return {
    id: `e${index}`,
    from,
    to,
    port: "next",
    when: whenOf(sketch.when),
    loop: sketch.loop ?? null,
    with:
      sketch.with === undefined
        ? null
        : Object.entries(sketch.with).map(([key, value]) => ({ key, value: templateOf(value) })),
  };
}

/** `ok`, `not ok`, or an expression in quotes. */
function whenOf(text: string | undefined): Edge["when"] {
  if (text === undefined) return null;
  const not = text.startsWith("not ");
  const rest = not ? text.slice(4) : text;
  return rest.startsWith('"')
    ? { not, expression: JSON.parse(rest) as string }
    : { not, field: rest };
}

/** Any value as JSON has it. */
export function plain(value: unknown): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
