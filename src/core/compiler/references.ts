/**
 * What a reference is, seen from the node that reads it: a type, or the one code it is reported with.
 * Spec: language §9.2, §9.3, §12.2, §12.3.
 */
import type { Code, Holes } from "#core/diagnostics/catalog.ts";
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import type { Span } from "#core/text/span.ts";
import { isNamespace, loneReference, parseTemplate, toTemplate } from "#core/graph/reference.ts";
import type { Lowered } from "#core/languages/language.ts";
import { githubMember } from "./github-members.ts";
import { indexOf, isTerminal } from "./graph-index.ts";
import { createShapes } from "./shapes.ts";
import type { Shape, Shapes, ValueType } from "./shapes.ts";

/** Who reads: a node, before it runs or after (in edges that leave it). */
export interface Consumer {
  readonly node: string;
  /** The node itself has run: mappings and conditions of its edges. */
  readonly after: boolean;
}

/** The type of a reference, or what is wrong with it. */
export type Described =
  { readonly type: ValueType } | { readonly fault: (span: Span) => Diagnostic };

type Path = readonly string[];

const known = new WeakMap<Lowered, Shapes>();

/** The shapes of a lowered file, made once. */
export function shapesOf(lowered: Lowered): Shapes {
  const shapes = known.get(lowered) ?? createShapes(lowered, mappedType);
  known.set(lowered, shapes);
  return shapes;
}

/** The type of a mapping's value: of its reference if it is exactly one, else text. */
export function mappedType(lowered: Lowered, text: string, source: string): ValueType {
  const path = loneReference(toTemplate(parseTemplate(text)));
  if (path === undefined) return "string";
  const described = describeReference(lowered, path, { node: source, after: true });
  return "type" in described ? described.type : "json";
}

/** Describes a reference; without a consumer only what no consumer could mend is a fault. */
export function describeReference(
  lowered: Lowered,
  path: Path,
  consumer: Consumer | null,
): Described {
  const [namespace, ...rest] = path;
  if (!isNamespace(namespace)) return fault("C004", { text: path.join("."), why: "namespace" });
  const member = malformed(namespace, rest);
  if (member !== null) return fault("C004", { text: path.join("."), why: member });
  if (consumer === null || lowered.origins.workflow === null) return { type: "json" };
  switch (namespace) {
    case "vars":
      return describeVariable(lowered, rest);
    case "input":
      return describeInput(lowered, rest, consumer.node);
    case "outputs":
      return describeOutput(lowered, rest, consumer);
    case "artifacts":
      return describeArtifact(lowered, rest, consumer);
    case "loop":
      return describeLoop(lowered, rest);
    case "run":
      return { type: "string" };
    case "github":
      return { type: "json" };
  }
}

function fault<Name extends Code>(code: Name, holes: Holes[Name]): Described {
  return { fault: (span) => diagnose(code, span, holes) };
}

const loopMembers: readonly string[] = ["iteration", "max", "previous_output"];

/** What makes a path one that can never be, whoever reads it. */
function malformed(namespace: string, rest: Path): "alone" | "member" | null {
  switch (namespace) {
    case "outputs":
    case "artifacts":
      return rest.length === 0 ? "alone" : null;
    case "loop":
      if (rest.length < 2) return "alone";
      if (!loopMembers.includes(rest[1] ?? "")) return "member";
      return rest.length > 2 && rest[1] !== "previous_output" ? "member" : null;
    case "run":
      return rest.length === 1 && rest[0] === "id" ? null : rest.length === 0 ? "alone" : "member";
    case "github":
      return githubMember(rest);
    default:
      return null;
  }
}

/** The type below a value: anything below objects and lists, an item below `string[]`. */
function below(type: ValueType, rest: Path): ValueType | null {
  if (rest.length === 0) return type;
  if (type === "json" || type === "object" || type === "list") return "json";
  return type === "string[]" && rest.length === 1 && /^\d+$/.test(rest[0] ?? "") ? "string" : null;
}

function describeVariable({ graph, gaps, origins }: Lowered, [name, ...rest]: Path): Described {
  if (name === undefined) return { type: "object" };
  const variable = graph.vars.find((each) => each.name === name);
  const type = variable === undefined ? null : below(variable.type, rest);
  if (type !== null) return { type };
  if (variable !== undefined)
    return fault("C033", {
      name: [name, ...rest].join("."),
      whole: variable.name,
      type: variable.type,
      known: [],
    });
  const unknown = gaps.lostVariable || gaps.lostWorkflowLine || gaps.impliedVariablesUnknown;
  if (unknown || origins.workflow === null) return { type: "json" };
  return fault("C033", { name, known: graph.vars.map((each) => each.name) });
}

function describeInput(lowered: Lowered, [name, ...rest]: Path, node: string): Described {
  if (name === undefined) return { type: "object" };
  const shape = shapesOf(lowered).input(node);
  if (shape === null || name.startsWith("_")) return { type: "json" };
  const type = typeIn(shape, name, rest);
  if (type !== null) return { type };
  return fault("C034", {
    node,
    name: [name, ...rest].join("."),
    known: [...shape.fields.keys()],
    schema: schemaName(lowered, node),
  });
}

function schemaName(lowered: Lowered, node: string): string {
  return indexOf(lowered).nodes.get(node)?.input ?? "";
}

/** The type of a field or of something below it; null if there is none. */
function typeIn(shape: Shape, name: string, rest: Path): ValueType | null {
  const type = shape.fields.get(name);
  if (type !== undefined) return below(type, rest);
  return shape.closed ? null : "json";
}

/** Whether a node can have run when the consumer reads. */
function isEarlier(lowered: Lowered, node: string, consumer: Consumer): boolean {
  const index = indexOf(lowered);
  if (index.incomplete) return true;
  return (consumer.after && node === consumer.node) || index.isBefore(node, consumer.node);
}

function describeOutput(
  lowered: Lowered,
  [node = "", ...rest]: Path,
  consumer: Consumer,
): Described {
  const index = indexOf(lowered);
  if (lowered.gaps.unreadable.has(node)) return { type: rest.length === 0 ? "object" : "json" };
  if (!index.nodes.has(node) || isTerminal(node)) {
    return fault("C030", { name: node, known: [...lowered.origins.nodes.keys()] });
  }
  if (!isEarlier(lowered, node, consumer))
    return fault("C036", { node, consumer: consumer.node, after: consumer.after });
  if (rest[0] === "history") return describeHistory(lowered, node, rest.slice(1));
  return describeField(lowered, node, rest);
}

function describeHistory(lowered: Lowered, node: string, rest: Path): Described {
  const index = indexOf(lowered);
  if (!index.incomplete && !index.isOnCycle(node)) return fault("C017", { node });
  if (rest.length === 0) return { type: "list" };
  return { type: rest.length === 1 ? "object" : "json" };
}

/** A field of a node's output. */
function describeField(lowered: Lowered, node: string, [name, ...rest]: Path): Described {
  if (name === undefined) return { type: "object" };
  if (name.startsWith("_")) return { type: "json" };
  const shape = shapesOf(lowered).output(node);
  const known = shape.fields.get(name);
  const type = typeIn(shape, name, rest);
  if (type === null) {
    const schema = indexOf(lowered).nodes.get(node)?.output ?? null;
    return fault("C031", {
      node,
      name: [name, ...rest].join("."),
      known: [...shape.fields.keys()],
      schema,
    });
  }
  if (known === undefined && hasNoSchema(lowered, node)) return fault("C032", { node, name });
  return { type };
}

/** An undamaged agent, judge, human or tool without an `output` schema. */
export function hasNoSchema(lowered: Lowered, id: string): boolean {
  const node = indexOf(lowered).nodes.get(id);
  if (node === undefined || !["agent", "judge", "human", "tool"].includes(node.kind)) return false;
  return (node.output ?? null) === null && lowered.origins.nodes.get(id)?.damaged !== true;
}

function describeArtifact(
  lowered: Lowered,
  [name = "", ...rest]: Path,
  consumer: Consumer,
): Described {
  const { graph, gaps, origins } = lowered;
  const publishers = graph.nodes.filter((node) => node.publish === name).map((node) => node.id);
  if (publishers.length === 0) {
    const damaged = gaps.anyUnreadable || [...origins.nodes.values()].some((node) => node.damaged);
    if (damaged) return { type: "json" };
    return fault("C035", { name, known: graph.nodes.flatMap((node) => node.publish ?? []) });
  }
  if (!publishers.some((node) => isEarlier(lowered, node, consumer))) {
    return fault("C036", {
      node: publishers[0] ?? "",
      consumer: consumer.node,
      after: consumer.after,
      artifact: name,
    });
  }
  const [only] = publishers;
  if (publishers.length > 1 || only === undefined)
    return { type: rest.length === 0 ? "object" : "json" };
  return describeField(lowered, only, rest);
}

function describeLoop({ graph, gaps }: Lowered, [name = "", member, ...rest]: Path): Described {
  const loop = graph.loops.some((each) => each.name === name);
  if (!loop && !gaps.lostWorkflowLine)
    return fault("C105", { name, known: graph.loops.map((each) => each.name) });
  if (member !== "previous_output") return { type: "int" };
  return { type: rest.length === 0 ? "object" : "json" };
}
