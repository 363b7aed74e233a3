/** What the compiler knows of a node's output: fields with types, and whether that is all. Spec: language §9.5. */
import type { FieldType, GraphNode } from "#core/graph/graph.ts";
import type { Lowered } from "#core/languages/language.ts";
import { indexOf } from "./graph-index.ts";
import type { GraphIndex, Link } from "./graph-index.ts";

/** Types of values that flow: those of fields, and whole objects and lists. */
export type ValueType = FieldType | "object" | "list";

/** Fields with types; closed if there are no others. */
export interface Shape {
  readonly fields: ReadonlyMap<string, ValueType>;
  readonly closed: boolean;
}

/** Shapes of one lowered file, worked out when first asked for. */
export interface Shapes {
  readonly output: (node: string) => Shape;
  /** What an edge brings to its target. */
  readonly brought: (link: Link) => Shape;
  /** The input schema of a node: its shape, or null if anything may come in. */
  readonly input: (node: string) => Shape | null;
}

/** The type of a mapping's value, read at the edges that leave `source`. */
export type TypeMapped = (lowered: Lowered, text: string, source: string) => ValueType;

const nothingKnown: Shape = { fields: new Map(), closed: false };

/** Whether a value of one type may stand where another is wanted. */
export function fits(given: ValueType, wanted: ValueType): boolean {
  return (
    given === wanted ||
    given === "json" ||
    wanted === "json" ||
    (given === "int" && wanted === "float")
  );
}

/** Shapes of a lowered file; what references in mappings are is the business of who asks. */
export function createShapes(lowered: Lowered, typeMapped: TypeMapped): Shapes {
  const index = indexOf(lowered);
  const outputs = new Map<string, Shape>();
  const asked = new Set<string>();
  const shapes: Shapes = {
    input: (node) => schemaShape(lowered, index.nodes.get(node)?.input ?? null),
    brought: (link) => broughtBy(lowered, shapes, link, typeMapped),
    output: (node) => {
      const made = outputs.get(node);
      if (made !== undefined) return made;
      // A router that is asked for its own shape while it is worked out is open.
      if (asked.has(node)) return nothingKnown;
      asked.add(node);
      const shape = outputOf(lowered, index, shapes, node);
      asked.delete(node);
      if (asked.size === 0) outputs.set(node, shape);
      return shape;
    },
  };
  return shapes;
}

/** The shape of a schema by name; null if there is no such name to go by. */
function schemaShape(lowered: Lowered, name: string | null): Shape | null {
  const declared = name === null ? undefined : lowered.origins.schemas.get(name);
  if (declared === undefined) return null;
  const fields = new Map(declared.schema.fields.map((field) => [field.name, field.type] as const));
  return { fields, closed: !declared.open };
}

const ofTools: readonly (readonly [string, ValueType])[] = [
  ["exit_code", "int"],
  ["stdout", "string"],
  ["stderr", "string"],
];

function outputOf(lowered: Lowered, index: GraphIndex, shapes: Shapes, id: string): Shape {
  const node = index.nodes.get(id);
  if (node === undefined) return nothingKnown;
  const damaged = lowered.origins.nodes.get(id)?.damaged === true;
  const shape = declaredOutput(lowered, node) ?? impliedOutput(lowered, index, shapes, node);
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

function impliedOutput(
  lowered: Lowered,
  index: GraphIndex,
  shapes: Shapes,
  node: GraphNode,
): Shape {
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
    case "join":
      return union(index.incoming(node.id).map(shapes.brought), !index.incomplete);
    case "router":
      return routerShape(index, shapes, node);
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

function routerShape(index: GraphIndex, shapes: Shapes, node: GraphNode): Shape {
  const links = index.incoming(node.id);
  const closed = !index.incomplete && links.length > 0 && node.id !== index.entry;
  const shape = union(links.map(shapes.brought), closed);
  if (!("mode" in node) || node.mode !== "llm") return shape;
  const multi = "multi" in node && node.multi === true;
  const chosen: [string, ValueType] = multi
    ? ["selected_routes", "string[]"]
    : ["selected_route", "string"];
  return { ...shape, fields: new Map([...shape.fields, ["reasoning", "string"], chosen]) };
}

/** All fields; the same field with two types may hold anything. */
function union(shapes: readonly Shape[], closed: boolean): Shape {
  const fields = new Map<string, ValueType>();
  for (const [name, type] of shapes.flatMap((shape) => [...shape.fields])) {
    const before = fields.get(name);
    fields.set(name, before === undefined || before === type ? type : "json");
  }
  return { fields, closed: closed && shapes.every((shape) => shape.closed) };
}

function broughtBy(
  lowered: Lowered,
  shapes: Shapes,
  { edge, origin, from, to }: Link,
  typeMapped: TypeMapped,
): Shape {
  if (origin.with !== null) {
    const fields = new Map<string, ValueType>();
    for (const { keyText, value } of origin.with.entries) {
      if (!fields.has(keyText)) fields.set(keyText, typeMapped(lowered, value.text, edge.from));
    }
    return { fields, closed: true };
  }
  if (indexOf(lowered).nodes.get(to)?.kind === "join")
    return { fields: new Map([[from, "object"]]), closed: true };
  return shapes.output(from);
}
