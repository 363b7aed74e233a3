/**
 * Shapes of nodes that put out what edges bring: routers, and joins without a schema.
 *
 * First the names of their fields, a group of routers that feed one another at a time; then the types.
 * A type that depends on itself may be anything.
 */
import { loneReference } from "#core/graph/reference.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { Lowered } from "#core/languages/language.ts";
import { indexOf } from "./graph-index.ts";
import type { Link } from "./graph-index.ts";
import { findGroups, numberedWays } from "./numbered-ways.ts";
import { findOutputField, isEarlier } from "./output-fields.ts";
import { below, unite } from "./value-type.ts";
import type { Shape, ValueType } from "./value-type.ts";

/** Where a field's type comes from: known, a field of another node's output, or a reference on an edge. */
type Origin =
  | { readonly type: ValueType }
  | { readonly node: string; readonly field: string }
  | { readonly path: readonly string[]; readonly source: string };

/** Fields with all their origins. */
interface Draft {
  readonly fields: Map<string, Origin[]>;
  closed: boolean;
}

type Drafts = ReadonlyMap<string, Draft>;
type FixedShape = (node: string) => Shape;

/** The type of a reference in a mapping, read at the edges that leave `source`. */
export type TypeReference = (path: readonly string[], source: string) => ValueType;

/** What shapes are derived from. */
export interface Givens {
  /** Shapes of all nodes that aren't derived. */
  readonly fixed: FixedShape;
  /** Is asked for nothing that depends on derived shapes. */
  readonly typeReference: TypeReference;
}

/** The shapes of all such nodes. */
export function deriveShapes(lowered: Lowered, givens: Givens): Map<string, Shape> {
  const drafts = new Map<string, Draft>();
  const { nodes, incoming } = indexOf(lowered);
  for (const node of nodes.values()) {
    if (node.kind === "join" && (node.output ?? null) === null) {
      const draft = createDraft(!isUnsure(lowered, node.id));
      for (const link of incoming(node.id)) addJoined(draft, link);
      drafts.set(node.id, draft);
    }
  }
  for (const group of routerGroups(lowered)) addRouters(lowered, group, drafts, givens.fixed);
  return typeDrafts(lowered, drafts, givens.typeReference);
}

function createDraft(closed: boolean): Draft {
  return { fields: new Map(), closed };
}

/** True for a node that may be given, or give, what couldn't be read. */
function isUnsure(lowered: Lowered, id: string): boolean {
  return indexOf(lowered).incomplete || lowered.origins.nodes.get(id)?.damaged === true;
}

function addField({ fields }: Draft, name: string, origin: Origin): void {
  const origins = fields.get(name);
  if (origins === undefined) fields.set(name, [origin]);
  else origins.push(origin);
}

function addJoined(draft: Draft, link: Link): void {
  if (!addMapping(draft, link)) addField(draft, link.from, { type: "object" });
}

/** Adds what a mapping brings; false if the edge has none. */
function addMapping(draft: Draft, { from, origin }: Link): boolean {
  if (origin.with === null) return false;
  const seen = new Set<string>();
  for (const { keyText, value } of origin.with.entries) {
    if (seen.has(keyText)) continue;
    seen.add(keyText);
    const path = loneReference(value.parts);
    addField(draft, keyText, path === undefined ? { type: "string" } : { path, source: from });
  }
  return true;
}

/** Routers, those together that hand on one another's outputs; what they are fed by comes before them. */
function routerGroups(lowered: Lowered): { routers: string[]; cyclic: boolean }[] {
  const { nodes, incoming } = indexOf(lowered);
  const routers = [...nodes.values()].filter(({ kind }) => kind === "router").map(({ id }) => id);
  const numbers = new Map(routers.map((id, number) => [id, number]));
  const arrows = routers.flatMap((id, from) =>
    incoming(id).flatMap((link) => {
      const to = link.origin.with === null ? numbers.get(link.from) : undefined;
      return to === undefined ? [] : [{ from, to }];
    }),
  );
  const groups = findGroups(numberedWays(routers.length, arrows));
  const members = Array.from({ length: groups.count }, (_, group) => ({
    routers: [] as string[],
    cyclic: groups.cyclic[group] === 1,
  }));
  for (const [number, id] of routers.entries()) members[groups.of[number] ?? 0]?.routers.push(id);
  return members;
}

/** Routers that feed one another are open, and all have what any of them is given. */
function addRouters(
  lowered: Lowered,
  { routers, cyclic }: { readonly routers: readonly string[]; readonly cyclic: boolean },
  drafts: Map<string, Draft>,
  fixed: FixedShape,
): void {
  const { nodes, incoming, entry } = indexOf(lowered);
  const draft = createDraft(!cyclic);
  const inside = new Set(cyclic ? routers : []);
  for (const id of routers) {
    const links = incoming(id);
    if (links.length === 0 || id === entry || isUnsure(lowered, id)) draft.closed = false;
    for (const link of links) {
      if (!addMapping(draft, link) && !inside.has(link.from))
        addOutput(draft, link.from, drafts.get(link.from), fixed);
    }
    for (const [name, type] of chosenFields(nodes.get(id))) addField(draft, name, { type });
  }
  for (const id of routers) drafts.set(id, draft);
}

/** Adds all that a node puts out. */
function addOutput(
  draft: Draft,
  node: string,
  derived: Draft | undefined,
  fixed: FixedShape,
): void {
  const shape = derived ?? fixed(node);
  if (!shape.closed) draft.closed = false;
  if (derived === undefined)
    for (const [name, type] of fixed(node).fields) addField(draft, name, { type });
  else for (const name of derived.fields.keys()) addField(draft, name, { node, field: name });
}

/** What a model that chooses adds to the output. */
function chosenFields(node: GraphNode | undefined): [string, ValueType][] {
  if (node === undefined || !("mode" in node) || node.mode !== "llm") return [];
  const several = "multi" in node && node.multi === true;
  return [
    ["reasoning", "string"],
    several ? ["selected_routes", "string[]"] : ["selected_route", "string"],
  ];
}

/** Gives every field its type, what it depends on first. */
function typeDrafts(
  lowered: Lowered,
  drafts: Drafts,
  typeReference: TypeReference,
): Map<string, Shape> {
  const slots = [...new Set(drafts.values())].flatMap(({ fields }) => [...fields.values()]);
  const numbers = new Map(slots.map((origins, slot) => [origins, slot]));
  const needs = slots.map((origins) =>
    origins.map((origin) => numbers.get(neededBy(lowered, origin, drafts) ?? [])),
  );
  const arrows = needs.flatMap((slotNeeds, from) =>
    slotNeeds.flatMap((to) => (to === undefined ? [] : [{ from, to }])),
  );
  const groups = findGroups(numberedWays(slots.length, arrows));
  const types: ValueType[] = slots.map(() => "json");
  for (const slot of groups.members) {
    if (groups.cyclic[groups.of[slot] ?? 0] === 1) continue;
    const given = (slots[slot] ?? []).map((origin, at) => {
      const need = needs[slot]?.[at];
      const needed = need === undefined ? "json" : (types[need] ?? "json");
      return typeOf(lowered, origin, { drafts, needed, typeReference });
    });
    types[slot] = given.reduce(unite);
  }
  return mapDrafts(drafts, (origins) => types[numbers.get(origins) ?? -1] ?? "json");
}

/** The origins of the field that an origin depends on, if its type is still to be found. */
function neededBy(lowered: Lowered, origin: Origin, drafts: Drafts): Origin[] | undefined {
  if ("type" in origin) return undefined;
  const field = "field" in origin ? origin : findOutputField(lowered, origin.path);
  return field === null ? undefined : drafts.get(field.node)?.fields.get(field.field);
}

/** The shapes of drafts; routers that share a draft share its shape. */
function mapDrafts(
  drafts: Drafts,
  typeOfField: (origins: Origin[]) => ValueType,
): Map<string, Shape> {
  const made = new Map<Draft, Shape>();
  return new Map(
    [...drafts].map(([id, draft]) => {
      const shape = made.get(draft) ?? {
        closed: draft.closed,
        fields: new Map([...draft.fields].map(([name, origins]) => [name, typeOfField(origins)])),
      };
      made.set(draft, shape);
      return [id, shape];
    }),
  );
}

interface Known {
  readonly drafts: Drafts;
  /** The type of the field that the origin depends on. */
  readonly needed: ValueType;
  readonly typeReference: TypeReference;
}

function typeOf(lowered: Lowered, origin: Origin, known: Known): ValueType {
  if ("type" in origin) return origin.type;
  if ("field" in origin) return known.needed;
  const { path, source } = origin;
  const found = findOutputField(lowered, path);
  if (found === null || !known.drafts.has(found.node)) return known.typeReference(path, source);
  const consumer = { node: source, after: true };
  return isEarlier(lowered, found.node, consumer)
    ? (below(known.needed, found.rest) ?? "json")
    : "json";
}
