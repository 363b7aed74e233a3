/**
 * What a reference is, seen from the node that reads it: a type, or the one code it is reported with.
 * Spec: language §9.2, §9.3, §12.2, §12.3.
 */
import type { Code, Holes } from "#core/diagnostics/catalog.ts";
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import type { Span } from "#core/text/span.ts";
import { isNamespace } from "#core/graph/reference.ts";
import type { ParsedTemplate } from "#core/graph/reference.ts";
import type { Lowered } from "#core/languages/language.ts";
import { githubMember } from "./github-members.ts";
import { indexOf, isTerminal } from "./graph-index.ts";
import { oncePerFile } from "./once-per-file.ts";
import { findOutputField, isEarlier, publishersOf } from "./output-fields.ts";
import type { Consumer } from "./output-fields.ts";
import { createShapes, typeOfMapped } from "./shapes.ts";
import type { Shapes } from "./shapes.ts";
import { below } from "./value-type.ts";
import type { Shape, ValueType } from "./value-type.ts";

/** The type of a reference, or what is wrong with it. */
export type Described =
  { readonly type: ValueType } | { readonly fault: (span: Span) => Diagnostic };

type Path = readonly string[];

/** The shapes of a lowered file, made once. */
export const shapesOf: (lowered: Lowered) => Shapes = oncePerFile((lowered) =>
  createShapes(lowered, (path, source) => typeReference(lowered, path, source)),
);

/** The type of a mapping's value: of its reference if it is exactly one, else text. */
export function mappedType(lowered: Lowered, value: ParsedTemplate, source: string): ValueType {
  return typeOfMapped(value, source, (path) => typeReference(lowered, path, source));
}

function typeReference(lowered: Lowered, path: Path, source: string): ValueType {
  const described = describeReference(lowered, path, { node: source, after: true });
  return "type" in described ? described.type : "json";
}

/** Describes a reference; without a consumer only what no consumer could mend is a fault. */
export function describeReference(
  lowered: Lowered,
  path: Path,
  consumer: Consumer | null,
): Described {
  const [namespace] = path;
  const rest = behind(path);
  const why = isNamespace(namespace) ? malformed(namespace, rest) : "namespace";
  if (!isNamespace(namespace) || why !== null) {
    const bare = consumer?.inExpression === true;
    return fault("C004", { text: path.join("."), bare, why: why ?? "namespace" });
  }
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
      return { type: rest.length === 1 ? "string" : "json" };
    case "github":
      return { type: "json" };
  }
}

const nothing: Path = [];

/** A path without its first name. */
function behind(path: Path): Path {
  return path.length > 1 ? path.slice(1) : nothing;
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
      if (rest.length === 0) return "alone";
      return rest[0] === "id" ? null : "member";
    case "github":
      return githubMember(rest);
    default:
      return null;
  }
}

/** What there is to refer to, by name; and the names alone, for suggestions. */
const named = oncePerFile(({ graph, origins }: Lowered) => ({
  variables: new Map(graph.vars.map((variable) => [variable.name, variable.type])),
  loops: new Set(graph.loops.map(({ name }) => name)),
  damaged: [...origins.nodes.values()].some((node) => node.damaged),
}));

function describeVariable(lowered: Lowered, path: Path): Described {
  const [name] = path;
  if (name === undefined) return { type: "object" };
  const { variables } = named(lowered);
  const declared = variables.get(name);
  const type = declared === undefined ? null : below(declared, behind(path));
  if (type !== null) return { type };
  const { lostVariable, lostWorkflowLine, impliedVariablesUnknown } = lowered.gaps;
  if (lostVariable || lostWorkflowLine || impliedVariablesUnknown) return { type: "json" };
  if (declared === undefined) return fault("C033", { name, known: [...variables.keys()] });
  const whole = { name: path.join("."), whole: name, type: declared };
  return fault("C033", { ...whole, known: [] });
}

function describeInput(lowered: Lowered, path: Path, node: string): Described {
  const [name] = path;
  if (name === undefined) return { type: "object" };
  const shape = shapesOf(lowered).input(node);
  if (shape === null || name.startsWith("_")) return { type: "json" };
  const type = typeIn(shape, name, path);
  if (type !== null) return { type };
  return fault("C034", {
    node,
    name: path.join("."),
    known: [...shape.fields.keys()],
    schema: schemaName(lowered, node),
  });
}

function schemaName(lowered: Lowered, node: string): string {
  return indexOf(lowered).nodes.get(node)?.input ?? "";
}

/** The type of a field or of something below it, by the path from its name on; null if there is none. */
function typeIn(shape: Shape, name: string, path: Path): ValueType | null {
  const type = shape.fields.get(name);
  if (type !== undefined) return below(type, behind(path));
  return shape.closed ? null : "json";
}

function describeOutput(lowered: Lowered, path: Path, consumer: Consumer): Described {
  const [node = ""] = path;
  const rest = behind(path);
  const index = indexOf(lowered);
  if (lowered.gaps.unreadable.has(node)) return { type: rest.length === 0 ? "object" : "json" };
  if (!index.nodes.has(node) || isTerminal(node)) {
    return fault("C030", { name: node, known: [...lowered.origins.nodes.keys()] });
  }
  if (!isEarlier(lowered, node, consumer))
    return fault("C036", { node, consumer: consumer.node, after: consumer.after });
  if (rest[0] !== "history") return describeField(lowered, node, rest);
  if (!index.incomplete && !index.isOnCycle(node))
    return fault("C017", { node, bare: consumer.inExpression === true });
  return { type: rest.length === 1 ? "list" : rest.length === 2 ? "object" : "json" };
}

/** A field of a node's output. */
function describeField(lowered: Lowered, node: string, path: Path): Described {
  const [name] = path;
  if (name === undefined) return { type: "object" };
  if (name.startsWith("_")) return { type: "json" };
  const shape = shapesOf(lowered).output(node);
  const type = typeIn(shape, name, path);
  if (type === null) {
    const schema = indexOf(lowered).nodes.get(node)?.output ?? null;
    return fault("C031", {
      node,
      name: path.join("."),
      known: [...shape.fields.keys()],
      schema,
    });
  }
  if (!shape.fields.has(name) && hasNoSchema(lowered, node)) return fault("C032", { node, name });
  return { type };
}

/** An undamaged agent, judge, human or tool without an `output` schema. */
export function hasNoSchema(lowered: Lowered, id: string): boolean {
  const node = indexOf(lowered).nodes.get(id);
  if (node === undefined || !["agent", "judge", "human", "tool"].includes(node.kind)) return false;
  return (node.output ?? null) === null && lowered.origins.nodes.get(id)?.damaged !== true;
}

function describeArtifact(lowered: Lowered, path: Path, consumer: Consumer): Described {
  const [name = "", ...rest] = path;
  const publishers = publishersOf(lowered).get(name) ?? [];
  if (publishers.length === 0) {
    if (lowered.gaps.anyUnreadable || named(lowered).damaged) return { type: "json" };
    return fault("C035", { name, known: [...publishersOf(lowered).keys()] });
  }
  if (!publishers.some((node) => isEarlier(lowered, node, consumer))) {
    const [node = ""] = publishers;
    const { node: reader, after } = consumer;
    return fault("C036", { node, consumer: reader, after, artifact: name });
  }
  const only = findOutputField(lowered, ["artifacts", ...path]);
  if (only === null) return { type: rest.length === 0 ? "object" : "json" };
  return describeField(lowered, only.node, rest);
}

function describeLoop(lowered: Lowered, [name = "", member, ...rest]: Path): Described {
  const { loops } = named(lowered);
  if (!loops.has(name) && !lowered.gaps.lostWorkflowLine)
    return fault("C105", { name, known: [...loops] });
  if (member !== "previous_output") return { type: "int" };
  return { type: rest.length === 0 ? "object" : "json" };
}
