/** One node of a flow: its id, its kind, and the fields that the kind has. Spec: flow §3.3. */
import type { FlowField, FlowForm } from "#core/graph/flow-form.ts";
import type { Value } from "#core/graph/value.ts";
import type { NodeKind } from "#core/kinds/kind.ts";
import type { Span } from "#core/text/span.ts";
import { didYouMean, suggest } from "#core/text/suggest.ts";
import type { Tree } from "#core/text/tree.ts";
import { find } from "./codes.ts";
import type { FlowDiagnostic } from "./codes.ts";
import type { FieldSpan, FlowNode } from "./document.ts";
import { describeTree, entryOf, repeatedKeys, toValue, unknownNames } from "./entries.ts";
import type { ObjectTree } from "./entries.ts";

type FlowKind = NodeKind & { readonly flow: FlowForm };
type Report = (found: FlowDiagnostic) => void;

/** Kinds by every word for them. */
export interface Vocabulary {
  readonly kinds: ReadonlyMap<string, FlowKind>;
  /** The words that documentation uses. */
  readonly words: readonly string[];
}

/** The words of all kinds that can be written in a flow. */
export function createVocabulary(kinds: readonly NodeKind[]): Vocabulary {
  const known = kinds.flatMap((kind) =>
    kind.flow === undefined ? [] : [{ ...kind, flow: kind.flow }],
  );
  const named = known.flatMap((kind) =>
    [kind.flow.type, ...(kind.flow.aliases ?? [])].map((word) => [word, kind] as const),
  );
  return { kinds: new Map(named), words: known.map(({ flow }) => flow.type) };
}

/** Reads a node; undefined if it cannot be one. */
export function readNode(
  tree: ObjectTree,
  vocabulary: Vocabulary,
  report: Report,
): FlowNode | undefined {
  const id = textIn(tree, "id");
  for (const found of repeatedKeys(tree, id)) report(found);
  const place: Place = { tree, node: id, report };
  if (id === null) reportText(place, "id");
  const kind = readKind(place, vocabulary);
  if (kind === undefined) return undefined;
  const known = ["id", "type", ...kind.flow.fields.map(({ name }) => name)];
  const inKind = { ...place, known };
  const read = kind.flow.fields.map((field) => [field.name, readField(inKind, field)] as const);
  return {
    id: id ?? "",
    type: kind.flow.type,
    kind,
    fields: Object.fromEntries(read),
    at: {
      whole: { start: tree.span.start, end: tree.span.start + 1 },
      id: spanOf(tree, "id"),
      type: spanOf(tree, "type"),
      fields: fieldSpans(tree, kind.flow),
    },
    unknown: [...unknownNames(tree, known), ...unknownInRoutes(tree, kind.flow)].toSorted(
      (a, b) => a.span.start - b.span.start,
    ),
  };
}

interface Place {
  readonly tree: ObjectTree;
  readonly node: string | null;
  readonly report: Report;
  /** The fields of the kind, once that is known. */
  readonly known?: readonly string[];
}

function readKind(place: Place, { kinds, words }: Vocabulary): FlowKind | undefined {
  const { tree, node, report } = place;
  const word = textIn(tree, "type");
  if (word === null) {
    reportText(place, "type");
    return undefined;
  }
  const kind = kinds.get(word);
  if (kind !== undefined) return kind;
  const message = `There is no kind of node \`${word}\``;
  const list = words.map((name) => `\`${name}\``).join(", ");
  const help = didYouMean(word, words, `write one of ${list}`);
  report(find("UnknownKind", { node, span: spanOf(tree, "type"), message, help }));
  return undefined;
}

/** The value of a field; null if it is absent or wrong. */
function readField(place: Place, field: FlowField): Value {
  const entry = entryOf(place.tree, field.name);
  if (entry === undefined) {
    if (field.optional !== true && field.form !== "json") missing(place, field.name);
    return null;
  }
  const { value: tree } = entry;
  if (field.optional === true && isNull(tree)) return null;
  if (field.form === "routes") return readRoutes(place, field, tree);
  const wanted = describeMisfit(field, tree);
  if (wanted === undefined) return toValue(tree);
  invalid(place, tree, `\`${field.name}\` is ${wanted}, not ${describeTree(tree)}`);
  return null;
}

function readRoutes(place: Place, field: FlowField, tree: Tree): Value {
  if (tree.kind !== "list") {
    invalid(place, tree, `\`${field.name}\` is a list, not ${describeTree(tree)}`);
    return null;
  }
  return tree.items.map((item) => {
    if (item.kind !== "object") {
      invalid(place, item, `A route is an object, not ${describeTree(item)}`);
      return {};
    }
    const read = ["when", "next"].map((name) => {
      const text = textIn(item, name);
      if (text === null) reportText({ ...place, tree: item, known: ["when", "next"] }, name);
      return [name, text ?? ""] as const;
    });
    return Object.fromEntries(read);
  });
}

/** What a value should have been; undefined if it is right. */
function describeMisfit(field: FlowField, tree: Tree): string | undefined {
  switch (field.form) {
    case "json":
    case "routes":
      return undefined;
    case "edges":
    case "sources":
      return tree.kind === "list" && tree.items.every(isText) ? undefined : "a list of texts";
    case "u32":
      return isWhole(tree, 2 ** 32 - 1) ? undefined : "a whole number from 0 to 4294967295";
    case "uint":
      return isWhole(tree, Number.MAX_SAFE_INTEGER) ? undefined : "a whole number from 0 on";
    case "word": {
      const words = field.words ?? [];
      const right = tree.kind === "scalar" && words.some((word) => word === tree.value);
      return right ? undefined : words.map((word) => `\`${word}\``).join(" or ");
    }
    default:
      return isText(tree) ? undefined : "a text";
  }
}

function isText(tree: Tree): boolean {
  return tree.kind === "scalar" && typeof tree.value === "string";
}

function isNull(tree: Tree): boolean {
  return tree.kind === "scalar" && tree.value === null;
}

function isWhole(tree: Tree, max: number): boolean {
  if (tree.kind !== "scalar" || typeof tree.value !== "number") return false;
  return Number.isInteger(tree.value) && tree.value >= 0 && tree.value <= max;
}

function textIn(tree: ObjectTree, name: string): string | null {
  const value = entryOf(tree, name)?.value;
  return value?.kind === "scalar" && typeof value.value === "string" ? value.value : null;
}

/** Says that a required text is missing or no text. */
function reportText(place: Place, name: string): void {
  const value = entryOf(place.tree, name)?.value;
  if (value === undefined) missing(place, name);
  else invalid(place, value, `\`${name}\` is a text, not ${describeTree(value)}`);
}

function missing({ tree, node, report, known }: Place, name: string): void {
  const { start } = tree.span;
  const owner = node === null ? "A node" : `The node \`${node}\``;
  const message = `${owner} lacks \`${name}\``;
  const others = known === undefined ? [] : unknownNames(tree, known).map((one) => one.name);
  const meant = suggest(name, others);
  const help =
    meant === undefined ? `add \`"${name}": …\`` : `did you mean \`${name}\` by \`${meant}\`?`;
  report(find("MissingField", { node, span: { start, end: start + 1 }, message, help }));
}

function invalid({ node, report }: Place, { span }: Tree, message: string): void {
  report(find("InvalidValue", { node, span, message, help: "write a value of the right type" }));
}

function spanOf(tree: ObjectTree, name: string): Span {
  return entryOf(tree, name)?.value.span ?? { start: tree.span.start, end: tree.span.start + 1 };
}

function fieldSpans(tree: ObjectTree, { fields }: FlowForm): Map<string, FieldSpan> {
  const spans = new Map<string, FieldSpan>();
  for (const { name } of fields) {
    const value = entryOf(tree, name)?.value;
    if (value === undefined) continue;
    const items = value.kind === "list" ? value.items.map(({ span }) => span) : [];
    spans.set(name, { value: value.span, items });
  }
  return spans;
}

function unknownInRoutes(tree: ObjectTree, { fields }: FlowForm): FlowNode["unknown"] {
  const routes = fields.find(({ form }) => form === "routes");
  const list = routes && entryOf(tree, routes.name)?.value;
  if (list?.kind !== "list") return [];
  return list.items.flatMap((item) =>
    item.kind === "object" ? unknownNames(item, ["when", "next"]) : [],
  );
}
