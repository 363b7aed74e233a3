/** Reads YAML 1.2 that has the shape of JSON, and keeps where everything stands. Spec: flow §1. */
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from "yaml";
import type { Document, Node, Pair } from "yaml";
import type { Span } from "#core/text/span.ts";
import { deepestTree, tooDeep } from "#core/text/tree.ts";
import { describeYamlError } from "#core/text/yaml-error.ts";
import type { ReadTree, Tree, TreeEntry, TreeFault } from "#core/text/tree.ts";

/** The tree of a text, or the first fault in it. */
export function readYamlTree(text: string): ReadTree {
  const documents = parseAllDocuments(text, {
    version: "1.2",
    schema: "core",
    merge: false,
    uniqueKeys: false,
    prettyErrors: false,
  });
  const [document, second] = "empty" in documents ? [] : documents;
  if (document === undefined) return { fault: empty() };
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) {
    const message = `This is no YAML: ${describeYamlError(error)}.`;
    return { fault: { message, help: "mend the text here", span: toSpan(error.pos) } };
  }
  if (second !== undefined) {
    const message = "A file holds one document.";
    return { fault: { message, help: "keep one of them", span: spanOf(second.contents) } };
  }
  return readContents(document);
}

class Fault extends Error {
  readonly fault: TreeFault;

  constructor(message: string, help: string, span: Span) {
    super(message);
    this.fault = { message, help, span };
  }
}

function readContents({ contents }: Document.Parsed): ReadTree {
  try {
    return { tree: readNode(contents, 0) };
  } catch (error) {
    if (error instanceof Fault) return { fault: error.fault };
    throw error;
  }
}

function readNode(node: Node | null, depth: number): Tree {
  const span = spanOf(node);
  if (node === null) return { kind: "scalar", value: null, span };
  refuseForeign(node, span);
  if (isScalar(node)) return { kind: "scalar", value: readScalar(node.value, span), span };
  if (depth >= deepestTree) {
    const { message, help } = tooDeep(span);
    throw new Fault(message, help, span);
  }
  if (isSeq<Node | null>(node)) {
    return { kind: "list", span, items: node.items.map((item) => readNode(item, depth + 1)) };
  }
  if (isMap<Node, Node | null>(node)) {
    return { kind: "object", span, entries: node.items.map((pair) => readPair(pair, depth)) };
  }
  throw new Fault("This is no value of JSON.", "write it as a text, a list or a mapping", span);
}

function readPair({ key, value }: Pair<Node, Node | null>, depth: number): TreeEntry {
  const span = spanOf(key);
  refuseForeign(key, span);
  if (!isScalar(key) || typeof key.value !== "string") {
    throw new Fault("A key is a text.", "write the key in quotes", span);
  }
  return { key: key.value, span, value: readNode(value, depth + 1) };
}

/** Anchors, aliases, tags and merge keys have no counterpart in JSON. */
function refuseForeign(node: Node, span: Span): void {
  if (isAlias(node)) throw new Fault("A flow has no aliases.", "write the value out", span);
  const { anchor, tag } = readMarks(node);
  if (anchor !== undefined) throw new Fault("A flow has no anchors.", "remove the anchor", span);
  if (tag !== undefined) throw new Fault("A flow has no tags.", "remove the tag", span);
  if (isScalar(node) && node.value === "<<") {
    throw new Fault("A flow has no merge keys.", "write the keys out", span);
  }
}

/** What a node may carry besides its value. */
function readMarks(node: Node): { readonly anchor?: string; readonly tag?: string } {
  return node;
}

function readScalar(value: unknown, span: Span): null | boolean | number | string {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new Fault("This is no value of JSON.", "write it in quotes", span);
}

function spanOf(node: Node | null): Span {
  return toSpan(node?.range ?? [0, 1]);
}

function toSpan([start, end]: readonly number[]): Span {
  return { start: start ?? 0, end: Math.max((start ?? 0) + 1, end ?? 0) };
}

function empty(): TreeFault {
  return {
    message: "The file is empty.",
    help: "write a flow into it",
    span: { start: 0, end: 0 },
  };
}
