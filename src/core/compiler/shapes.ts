/** What the compiler knows of a node's output: fields with types, and whether that is all. Spec: language §9.5. */
import type { GraphNode } from "#core/graph/graph.ts";
import { loneReference } from "#core/graph/reference.ts";
import type { ParsedTemplate } from "#core/graph/reference.ts";
import type { Lowered } from "#core/languages/language.ts";
import { deriveShapes } from "./derived-shapes.ts";
import type { TypeReference } from "./derived-shapes.ts";
import { indexOf } from "./graph-index.ts";
import type { Link } from "./graph-index.ts";
import { once } from "#core/graph/once.ts";
import { oncePerFile } from "./once-per-file.ts";
import type { Shape, ValueType } from "./value-type.ts";

/** Shapes of one lowered file, worked out when first asked for. */
export interface Shapes {
  readonly output: (node: string) => Shape;
  /** What an edge brings to its target. */
  readonly brought: (link: Link) => Shape;
  /** The input schema of a node: its shape, or null if anything may come in. */
  readonly input: (node: string) => Shape | null;
}

const nothingKnown: Shape = { fields: new Map(), closed: false };

/** Shapes of a lowered file; what references are is the business of who asks. */
export function createShapes(lowered: Lowered, typeReference: TypeReference): Shapes {
  const { nodes } = indexOf(lowered);
  const outputs = new Map<string, Shape>();
  const fixed = (id: string): Shape => {
    const known = outputs.get(id);
    if (known !== undefined) return known;
    const shape = outputOf(lowered, nodes.get(id));
    outputs.set(id, shape);
    return shape;
  };
  const derived = once(() => deriveShapes(lowered, { fixed, typeReference }));
  const output = (id: string): Shape => {
    const node = nodes.get(id);
    return node !== undefined && isDerived(node) ? (derived().get(id) ?? nothingKnown) : fixed(id);
  };
  return {
    output,
    input: (id) => schemaShape(lowered, nodes.get(id)?.input ?? null),
    brought: (link) => {
      if (link.origin.with !== null) return mappedShape(link, typeReference);
      if (nodes.get(link.to)?.kind !== "join") return output(link.from);
      return { fields: new Map([[link.from, "object"]]), closed: true };
    },
  };
}

/** The type of a mapping's value: of its reference if it is exactly one, else text. */
export function typeOfMapped(
  value: ParsedTemplate,
  source: string,
  typeReference: TypeReference,
): ValueType {
  const path = loneReference(value.parts);
  return path === undefined ? "string" : typeReference(path, source);
}

function mappedShape({ from, origin }: Link, typeReference: TypeReference): Shape {
  const fields = new Map<string, ValueType>();
  for (const { keyText, value } of origin.with?.entries ?? []) {
    if (!fields.has(keyText)) fields.set(keyText, typeOfMapped(value, from, typeReference));
  }
  return { fields, closed: true };
}

/** The shapes of the schemas that were asked for. */
const schemaShapes: (lowered: Lowered) => Map<string, Shape> = oncePerFile(() => new Map());

/** The shape of a schema by name; null if there is no such name to go by. */
function schemaShape(lowered: Lowered, name: string | null): Shape | null {
  const declared = name === null ? undefined : lowered.origins.schemas.get(name);
  if (name === null || declared === undefined) return null;
  const shapes = schemaShapes(lowered);
  const known = shapes.get(name);
  if (known !== undefined) return known;
  const fields = new Map<string, ValueType>();
  for (const field of declared.schema.fields) fields.set(field.name, field.type);
  const shape = { fields, closed: !declared.open };
  shapes.set(name, shape);
  return shape;
}

const ofTools: readonly (readonly [string, ValueType])[] = [
  ["exit_code", "int"],
  ["stdout", "string"],
  ["stderr", "string"],
];

/** What a node puts out by its schema or by what it is. */
function outputOf(lowered: Lowered, node: GraphNode | undefined): Shape {
  if (node === undefined) return nothingKnown;
  const damaged = lowered.origins.nodes.get(node.id)?.damaged === true;
  const shape = declaredOutput(lowered, node) ?? impliedOutput(lowered, node);
  return damaged ? { ...shape, closed: false } : shape;
}

/** By the node's `output` schema; an unknown schema leaves the shape open. */
function declaredOutput(lowered: Lowered, node: GraphNode): Shape | null {
  if (node.kind === "router" || (node.output ?? null) === null) return null;
  const shape = schemaShape(lowered, node.output ?? null) ?? nothingKnown;
  return node.kind === "tool"
    ? { ...shape, fields: new Map([...ofTools, ...shape.fields]) }
    : shape;
}

function impliedOutput(lowered: Lowered, node: GraphNode): Shape {
  switch (node.kind) {
    case "agent":
    case "judge":
      return { fields: new Map([["text", "string"]]), closed: false };
    case "tool":
      return { fields: new Map([...ofTools, ["result", "string"]]), closed: false };
    case "compute":
      return {
        fields: new Map(expressionNames(lowered, node.id).map((name) => [name, "json"])),
        closed: true,
      };
    case "use": {
      const used = lowered.uses?.get(node.id);
      return used && "gives" in used ? { fields: used.gives, closed: true } : nothingKnown;
    }
    default:
      return nothingKnown;
  }
}

/** The names of a compute's expressions. */
export function expressionNames(lowered: Lowered, node: string): string[] {
  return (lowered.origins.nodes.get(node)?.properties.get("expr")?.items ?? []).map(
    (item) => item.text,
  );
}

/** True for a node whose output is what edges bring. */
function isDerived(node: GraphNode): boolean {
  return node.kind === "router" || (node.kind === "join" && (node.output ?? null) === null);
}
