/** One node of a flow as declarations and edges of `.iter`. Spec: flow §21.2. */
import { readTransform } from "#core/graph/flow-expression/evaluate.ts";
import type { Value } from "#core/graph/value.ts";
import { toText } from "#core/graph/value.ts";
import { routesOf, toTexts } from "#core/languages/flow/document.ts";
import type { FlowNode } from "#core/languages/flow/document.ts";
import { spellExpression, spellPath } from "./expression.ts";
import type { OutputNamer } from "./expression.ts";
import { Unspeakable } from "./unspeakable.ts";

/** What a node becomes. */
export interface Spelled {
  /** Blocks of text, a declaration each. */
  readonly declarations: readonly string[];
  readonly edges: readonly SpelledEdge[];
  /** What is only nearly the same. */
  readonly note?: string;
  /** A prompt that is followed by what the node sees. */
  readonly prompt?: { readonly name: string; readonly text: string };
}

/** An edge, its condition and loop behind it. */
export interface SpelledEdge {
  readonly from: string;
  readonly to: string;
  readonly more: string;
}

/** What is around a node. */
export interface Surroundings {
  /** Its name, and those of others. */
  readonly nameOf: (id: string) => string;
  readonly outputOf: OutputNamer;
  /** The command of a function, where it is one. */
  readonly commandOf: (name: string) => string | undefined;
  /** A branch of a `parallel`: where it goes on. */
  readonly joins: string | undefined;
}

type Speller = (node: FlowNode, around: Surroundings) => Spelled;

/** Kinds that are one expression. */
export const computed: readonly string[] = ["transform", "batch", "merge", "reduce"];

const near = {
  path: "a path that is missing is no failure in `.iter`",
  human: "it always asks, whatever the input says",
  loop: "its count begins anew only when it is entered from outside",
};

const spellers: Readonly<Record<string, Speller>> = {
  llm: (node, around) => {
    const name = around.nameOf(node.id);
    const model = JSON.stringify(field(node, "model"));
    const text = `agent ${name}:\n  model: ${model}\n  session: fresh\n  user: ${name}_user`;
    const prompt = { name: `${name}_user`, text: plain(field(node, "prompt")) };
    return { declarations: [text], edges: nextOf(node, around), prompt };
  },
  tool: (node, around) => {
    const command = around.commandOf(field(node, "tool"));
    if (command === undefined) {
      throw new Unspeakable(`\`${field(node, "tool")}\` is no command of the host file`);
    }
    const input = plain(JSON.stringify(node.fields["input"] ?? null)).replaceAll("'", `'\\''`);
    const line = JSON.stringify(`printf '%s' '${input}' | ${plain(command)}`);
    const text = `tool ${around.nameOf(node.id)}:\n  command: ${line}`;
    const note = "the command gets the input alone, without the scope";
    return { declarations: [text], edges: nextOf(node, around), note };
  },
  condition: (node, around) =>
    spellRouter(node, around, [[field(node, "expression"), field(node, "on_true")]], "on_false"),
  router: (node, around) => {
    const routes = routesOf(node.fields["routes"] ?? null);
    const ways = routes.map(({ when, next }) => [when, next] as const);
    return spellRouter(node, around, ways, "default");
  },
  event_trigger: (node, around) => {
    const event = field(node, "event");
    if (event.includes("'")) throw new Unspeakable(`the event \`${event}\` has a quote in it`);
    const expression = `${field(node, "event_path")} == '${event}'`;
    const otherwise = field(node, "on_mismatch") === "" ? "next" : "on_mismatch";
    return spellRouter(node, around, [[expression, field(node, "next")]], otherwise);
  },
  human_in_the_loop: (node, around) => {
    const name = around.nameOf(node.id);
    const schema = `schema ${name}_answer:\n  approved: bool\n  response: json`;
    const edges = [
      edge(node, around, "on_approve", " when approved"),
      edge(node, around, "on_reject", " when not approved"),
    ];
    const declarations = [schema, `human ${name}:\n  output: ${name}_answer`];
    return { declarations, edges, note: near.human };
  },
  transform: (node, around) => {
    const text = field(node, "expression");
    const read = readTransform(text);
    if (read === null) throw new Unspeakable("its expression is empty");
    return compute(
      node,
      around,
      "value" in read ? literal(read.value) : spellPath(text, around.outputOf),
    );
  },
  batch: (node, around) =>
    compute(node, around, spellPath(field(node, "items_path"), around.outputOf)),
  merge: (node, around) => {
    const policy = field(node, "policy");
    if (policy !== "first") throw new Unspeakable(`there are no lists to make with \`${policy}\``);
    const [source = ""] = toTexts(node.fields["sources"] ?? null);
    return compute(node, around, outputOf(source, around));
  },
  reduce: (node, around) => {
    const operation = field(node, "operation");
    if (operation !== "count")
      throw new Unspeakable(`nothing in \`.iter\` does what \`${operation}\` does`);
    return compute(node, around, `length(${outputOf(field(node, "source"), around)})`);
  },
  loop: (node, around) => {
    const most = node.fields["max_iterations"] ?? null;
    if (most === null) throw new Unspeakable("a loop of `.iter` needs a bound: `max_iterations`");
    const name = around.nameOf(node.id);
    const way = [field(node, "condition"), field(node, "body")] as const;
    const spelled = spellRouter(node, around, [way], "next");
    const [body, ...rest] = spelled.edges;
    if (!body) return spelled;
    const bounded = { ...body, more: `${body.more} as ${name}_loop(${toText(most)})` };
    return { ...spelled, edges: [bounded, ...rest], note: `${near.path}; ${near.loop}` };
  },
  parallel: (node, around) => {
    const name = around.nameOf(node.id);
    const branches = toTexts(node.fields["branches"] ?? null);
    if (new Set(branches).size < branches.length) {
      throw new Unspeakable("a branch is listed twice");
    }
    const opened = branches.map((branch) => way(name, around.nameOf(branch)));
    const closed = branches.map((branch) => way(around.nameOf(branch), `${name}_join`));
    const list = branches.map(around.nameOf).join(", ");
    const join = `join ${name}_join:\n  strategy: wait_all\n  require: [${list}]`;
    return {
      declarations: [`router ${name}:\n  mode: fan_out_all`, join],
      edges: [...opened, ...closed, way(`${name}_join`, around.nameOf(field(node, "next")))],
    };
  },
};

/** Spells a node; start and end are no nodes there. */
export function spellNode(node: FlowNode, around: Surroundings): Spelled {
  const speller = spellers[node.type];
  if (!speller) throw new Unspeakable(`nothing in \`.iter\` does what \`${node.type}\` does`);
  return speller(node, around);
}

function spellRouter(
  node: FlowNode,
  around: Surroundings,
  ways: readonly (readonly [string, string])[],
  otherwise: string,
): Spelled {
  const name = around.nameOf(node.id);
  const chosen = ways.map(([when, to]) => {
    const expression = JSON.stringify(spellExpression(when, around.outputOf));
    return { from: name, to: around.nameOf(to), more: ` when ${expression}` };
  });
  return {
    declarations: [`router ${name}:\n  mode: condition`],
    edges: [...chosen, edge(node, around, otherwise, "")],
    note: near.path,
  };
}

function compute(node: FlowNode, around: Surroundings, expression: string): Spelled {
  const name = around.nameOf(node.id);
  const text = `compute ${name}:\n  expr:\n    value: ${JSON.stringify(expression)}`;
  return { declarations: [text], edges: nextOf(node, around) };
}

function literal(value: Value): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Unspeakable("expressions of `.iter` have no lists, objects and nulls");
}

function outputOf(id: string, around: Surroundings): string {
  const output = around.outputOf(id);
  if (output === undefined) throw new Unspeakable(`nothing stands for the output of \`${id}\``);
  return output;
}

/** A branch goes where its `parallel` says. */
function nextOf(node: FlowNode, around: Surroundings): SpelledEdge[] {
  if (around.joins !== undefined) return [];
  if (field(node, "next") === "") throw new Unspeakable("it has no `next`");
  return [edge(node, around, "next", "")];
}

function edge(node: FlowNode, around: Surroundings, name: string, more: string): SpelledEdge {
  return { from: around.nameOf(node.id), to: around.nameOf(field(node, name)), more };
}

function way(from: string, to: string): SpelledEdge {
  return { from, to, more: "" };
}

/** Texts in which something would be put in. */
function plain(text: string): string {
  if (/\{\{|\$\{/.test(text)) throw new Unspeakable("`{{` and `${` mean something in `.iter`");
  return text;
}

function field({ fields }: FlowNode, name: string): string {
  const value = fields[name] ?? null;
  return typeof value === "string" ? value : "";
}
