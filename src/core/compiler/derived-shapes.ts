/**
 * Shapes of nodes that put out what edges bring: routers, and joins without a schema.
 *
 * First the names of their fields, a group of routers that feed one another at a time; then the types.
 * A type that depends on itself may be anything.
 */
import { loneReference, parseTemplate, toTemplate } from "#core/graph/reference.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { Lowered } from "#core/languages/language.ts";
import { indexOf } from "./graph-index.ts";
import type { Link } from "./graph-index.ts";
import { findGroups, numberedWays } from "./numbered-ways.ts";
import { describeReference, findOutputField, isEarlier } from "./references.ts";
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

/** True for a node whose output is what edges bring. */
export function isDerived(node: GraphNode): boolean {
  return node.kind === "router" || (node.kind === "join" && (node.output ?? null) === null);
}

/** The shapes of all such nodes, given those of all others. */
export function deriveShapes(lowered: Lowered, fixed: FixedShape): Map<string, Shape> {
  const drafts = new Map<string, Draft>();
  const { nodes, incoming } = indexOf(lowered);
  for (const node of nodes.values()) {
    if (node.kind === "join" && isDerived(node)) {
      const draft = createDraft();
      for (const link of incoming(node.id)) addJoined(draft, link);
      drafts.set(node.id, draft);
    }
  }
  for (const group of routerGroups(lowered)) addRouters(lowered, group, drafts, fixed);
  for (const [id, draft] of drafts) {
    const damaged = lowered.origins.nodes.get(id)?.damaged === true;
    if (damaged || indexOf(lowered).incomplete) draft.closed = false;
  }
  return typeDrafts(lowered, drafts);
}

function createDraft(): Draft {
  return { fields: new Map(), closed: true };
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
    const path = loneReference(toTemplate(parseTemplate(value.text)));
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
  const draft = createDraft();
  const inside = new Set(cyclic ? routers : []);
  for (const id of routers) {
    const links = incoming(id);
    if (cyclic || links.length === 0 || id === entry) draft.closed = false;
    for (const link of links) {
      if (!addMapping(draft, link) && !inside.has(link.from))
        addOutput(draft, link.from, drafts.get(link.from), fixed);
    }
    for (const [name, type] of chosenFields(nodes.get(id))) addField(draft, name, { type });
  }
  for (const id of routers) drafts.set(id, draft);
}

/** Adds all that a node puts out. */
function addOutput(draft: Draft, node: string, derived: Draft | undefined, fixed: FixedShape): void {
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
function typeDrafts(lowered: Lowered, drafts: Drafts): Map<string, Shape> {
  const slots = [...new Set(drafts.values())].flatMap(({ fields }) => [...fields.values()]);
  const numbers = new Map(slots.map((origins, slot) => [origins, slot]));
  const slotOf = (node: string, field: string): number | undefined => {
    const origins = drafts.get(node)?.fields.get(field);
    return origins === undefined ? undefined : numbers.get(origins);
  };
  const needs = (origin: Origin): number | undefined => {
    if ("type" in origin) return undefined;
    if ("field" in origin) return slotOf(origin.node, origin.field);
    const found = findOutputField(lowered, origin.path);
    return found === null ? undefined : slotOf(found.node, found.field);
  };
  const arrows = slots.flatMap((origins, from) =>
    origins.flatMap((origin) => {
      const to = needs(origin);
      return to === undefined ? [] : [{ from, to }];
    }),
  );
  const groups = findGroups(numberedWays(slots.length, arrows));
  const types: ValueType[] = slots.map(() => "json");
  for (const slot of groups.members) {
    if (groups.cyclic[groups.of[slot] ?? 0] === 1) continue;
    const given = slots[slot]?.map((origin) => {
      const need = needs(origin);
      return typeOf(lowered, origin, drafts, need === undefined ? undefined : types[need]);
    });
    types[slot] = (given ?? []).reduce(unite);
  }
  return mapDrafts(drafts, (origins) => types[numbers.get(origins) ?? -1] ?? "json");
}

/** The shapes of drafts; routers that share a draft share its shape. */
function mapDrafts(drafts: Drafts, typeOfField: (origins: Origin[]) => ValueType): Map<string, Shape> {
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

function typeOf(
  lowered: Lowered,
  origin: Origin,
  drafts: Drafts,
  needed: ValueType | undefined,
): ValueType {
  if ("type" in origin) return origin.type;
  if ("field" in origin) return needed ?? "json";
  const consumer = { node: origin.source, after: true };
  const found = findOutputField(lowered, origin.path);
  if (found !== null && drafts.has(found.node)) {
    if (needed === undefined || !isEarlier(lowered, found.node, consumer)) return "json";
    return below(needed, found.rest) ?? "json";
  }
  const described = describeReference(lowered, origin.path, consumer);
  return "type" in described ? described.type : "json";
}
