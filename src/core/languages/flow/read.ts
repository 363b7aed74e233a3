/** A tree → a document, with every fault in it. Spec: flow §3.3. */
import type { NodeKind } from "#core/kinds/kind.ts";
import { readJsonTree } from "#core/text/json-tree.ts";
import type { Span } from "#core/text/span.ts";
import type { ReadTree, Tree } from "#core/text/tree.ts";
import { find } from "./codes.ts";
import type { FlowDiagnostic } from "./codes.ts";
import type { FlowDocument, FlowNode } from "./document.ts";
import { describeTree, entryOf, repeatedKeys, unknownNames } from "./entries.ts";
import { createVocabulary, readNode } from "./read-node.ts";

/** A document, or why there is none. */
export type ReadFlow =
  { readonly document: FlowDocument } | { readonly diagnostics: readonly FlowDiagnostic[] };

/** Reads a text in the form that its file's name tells. */
export type TreeReader = (text: string) => ReadTree;

const fields = ["version", "name", "nodes"];

/** Reads a text; without another reader it is JSON. */
export function readFlow(
  text: string,
  kinds: readonly NodeKind[],
  readTree: TreeReader = readJsonTree,
): ReadFlow {
  const read = readTree(text);
  if ("fault" in read) {
    const { message, help, span } = read.fault;
    const sentence = message.replace(/\.$/, "");
    return { diagnostics: [find("InvalidSyntax", { node: null, span, help, message: sentence })] };
  }
  const diagnostics: FlowDiagnostic[] = [];
  const document = readDocument(read.tree, kinds, (found) => diagnostics.push(found));
  return diagnostics.length > 0 || document === null ? { diagnostics } : { document };
}

type Report = (found: FlowDiagnostic) => void;

function readDocument(tree: Tree, kinds: readonly NodeKind[], report: Report): FlowDocument | null {
  if (tree.kind !== "object") {
    report(invalid(null, tree.span, `A flow is an object, not ${describeTree(tree)}`));
    return null;
  }
  const nodes = entryOf(tree, "nodes");
  const rest = { ...tree, entries: tree.entries.filter((entry) => entry !== nodes) };
  for (const found of repeatedKeys(rest, null)) report(found);
  const version = readText(tree, "version", report) ?? "v0";
  const name = readText(tree, "name", report) ?? "";
  const at = {
    whole: tree.span,
    version: spanOf(tree, "version"),
    name: spanOf(tree, "name"),
    nodes: spanOf(tree, "nodes"),
  };
  const unknown = unknownNames(tree, fields);
  return { version, name, nodes: readNodes(tree, kinds, report), at, unknown };
}

function readText(
  tree: Tree & { readonly kind: "object" },
  name: "version" | "name",
  report: Report,
): string | undefined {
  const entry = entryOf(tree, name);
  if (entry === undefined) {
    if (name === "name") report(missing(tree.span, name, 'add `"name": "my flow"`'));
    return undefined;
  }
  const { value } = entry;
  if (value.kind === "scalar" && typeof value.value === "string") return value.value;
  report(invalid(null, value.span, `\`${name}\` is a text, not ${describeTree(value)}`));
  return undefined;
}

function readNodes(
  tree: Tree & { readonly kind: "object" },
  kinds: readonly NodeKind[],
  report: Report,
): FlowNode[] {
  const entry = entryOf(tree, "nodes");
  if (entry === undefined) {
    report(missing(tree.span, "nodes", 'add `"nodes": [ … ]`'));
    return [];
  }
  const { value } = entry;
  if (value.kind !== "list") {
    report(invalid(null, value.span, `\`nodes\` is a list, not ${describeTree(value)}`));
    return [];
  }
  const vocabulary = createVocabulary(kinds);
  return value.items.flatMap((item) => {
    if (item.kind === "object") return readNode(item, vocabulary, report) ?? [];
    report(invalid(null, item.span, `A node is an object, not ${describeTree(item)}`));
    return [];
  });
}

function spanOf(tree: Tree & { readonly kind: "object" }, name: string): Span {
  return entryOf(tree, name)?.value.span ?? { start: tree.span.start, end: tree.span.start + 1 };
}

function missing({ start }: Span, name: string, help: string): FlowDiagnostic {
  const span = { start, end: start + 1 };
  return find("MissingField", { node: null, span, help, message: `The flow lacks \`${name}\`` });
}

function invalid(node: string | null, span: Span, message: string): FlowDiagnostic {
  return find("InvalidValue", { node, span, message, help: "write a value of the right type" });
}
