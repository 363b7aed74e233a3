/** A flow as its author wrote it: a name and nodes, whose edges are fields. Spec: flow §3. */
import type { FlowForm } from "#core/graph/flow-form.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { NodeKind } from "#core/kinds/kind.ts";
import type { Span } from "#core/text/span.ts";
import { compareCodePoints, trimBlanks } from "#core/text/unicode.ts";

/** A flow that was read. */
export interface FlowDocument {
  readonly version: string;
  readonly name: string;
  readonly nodes: readonly FlowNode[];
  readonly at: {
    readonly whole: Span;
    readonly version: Span;
    readonly name: Span;
    readonly nodes: Span;
  };
  /** Names that a flow does not have, `x-…` apart. */
  readonly unknown: readonly UnknownName[];
}

/** One node. */
export interface FlowNode {
  readonly id: string;
  /** The kind's own word, whatever was written. */
  readonly type: string;
  readonly kind: NodeKind & { readonly flow: FlowForm };
  /** By name, every field of the kind; what is absent is null. */
  readonly fields: Fields;
  readonly at: {
    readonly whole: Span;
    readonly id: Span;
    readonly type: Span;
    /** Fields that were written. */
    readonly fields: ReadonlyMap<string, FieldSpan>;
  };
  readonly unknown: readonly UnknownName[];
}

/** Where a field stands; entries of a list, or of routes, have places of their own. */
export interface FieldSpan {
  readonly value: Span;
  readonly items: readonly Span[];
}

/** A name that means nothing, and what it may have been meant to be. */
export interface UnknownName {
  readonly name: string;
  readonly span: Span;
  readonly known: readonly string[];
}

/** One edge: the field that holds it, the port it leaves by, where it leads. */
export interface FlowEdge {
  readonly field: string;
  /** Null for the branches of a parallel, which are called and not gone to. */
  readonly port: string | null;
  readonly target: string;
  readonly label: string | null;
  readonly span: Span;
}

/** A route of a router. */
export interface FlowRoute {
  readonly when: string;
  readonly next: string;
}

/** The copy that is validated and run: texts trimmed, nodes sorted by id. */
export function normalise(document: FlowDocument): FlowDocument {
  const nodes = trimNodes(document.nodes).toSorted((a, b) => compareCodePoints(a.id, b.id));
  const { version, name } = document;
  return { ...document, version: trimBlanks(version), name: trimBlanks(name), nodes };
}

/** Nodes with trimmed texts, in the order written. */
export function trimNodes(nodes: readonly FlowNode[]): FlowNode[] {
  return nodes.map((node) => ({
    ...node,
    id: trimBlanks(node.id),
    fields: Object.fromEntries(
      node.kind.flow.fields.map(({ name, form }) => {
        const value = node.fields[name] ?? null;
        return [name, form === "json" ? value : trimDeep(value)];
      }),
    ),
  }));
}

/** All edges of a node in the order in which they count. */
export function edgesOf(node: FlowNode): FlowEdge[] {
  return node.kind.flow.fields.flatMap((field): FlowEdge[] => {
    const value = node.fields[field.name] ?? null;
    const { value: span = node.at.whole, items = [] } = node.at.fields.get(field.name) ?? {};
    const label = field.label ?? null;
    const edge = { field: field.name, port: field.port ?? null, label, span };
    switch (field.form) {
      case "edge":
        return typeof value === "string" ? [{ ...edge, target: value }] : [];
      case "edges":
        return toTexts(value).map((target, at) => ({ ...edge, target, span: items[at] ?? span }));
      case "routes":
        return routesOf(value).map(({ next }, at) => ({
          ...edge,
          port: `route${at + 1}`,
          label: `route${at + 1}`,
          target: next,
          span: items[at] ?? span,
        }));
      default:
        return [];
    }
  });
}

/** The nodes whose outputs a node reads by name. */
export function sourcesOf(node: FlowNode): { readonly id: string; readonly span: Span }[] {
  return node.kind.flow.fields.flatMap(({ name, form }) => {
    const value = node.fields[name] ?? null;
    const { value: span = node.at.whole, items = [] } = node.at.fields.get(name) ?? {};
    if (form === "source" && typeof value === "string") return [{ id: value, span }];
    if (form !== "sources") return [];
    return toTexts(value).map((id, at) => ({ id, span: items[at] ?? span }));
  });
}

/** The routes in the value of a field. */
export function routesOf(value: Value): FlowRoute[] {
  return (isList(value) ? value : []).filter(isFields).map(({ when = null, next = null }) => ({
    when: typeof when === "string" ? when : "",
    next: typeof next === "string" ? next : "",
  }));
}

/** The texts in the value of a field. */
export function toTexts(value: Value): string[] {
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}

function trimDeep(value: Value): Value {
  if (typeof value === "string") return trimBlanks(value);
  if (isList(value)) return value.map(trimDeep);
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, trimDeep(item)]));
}
