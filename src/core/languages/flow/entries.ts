/** Looking into a tree: entries by key, keys that occur twice, names that mean nothing. */
import type { Value } from "#core/graph/value.ts";
import type { Tree, TreeEntry } from "#core/text/tree.ts";
import { find } from "./codes.ts";
import type { FlowDiagnostic } from "./codes.ts";
import type { UnknownName } from "./document.ts";

/** An object of a tree. */
export type ObjectTree = Tree & { readonly kind: "object" };

/** The entry of a key. */
export function entryOf({ entries }: ObjectTree, key: string): TreeEntry | undefined {
  return entries.find((entry) => entry.key === key);
}

/** A finding for every key that repeats one of the same object, at any depth. */
export function repeatedKeys(tree: Tree, node: string | null): FlowDiagnostic[] {
  if (tree.kind === "list") return tree.items.flatMap((item) => repeatedKeys(item, node));
  if (tree.kind === "scalar") return [];
  const seen = new Set<string>();
  return tree.entries.flatMap(({ key, span, value }) => {
    const inside = repeatedKeys(value, node);
    if (!seen.has(key)) {
      seen.add(key);
      return inside;
    }
    const message = `The key \`${key}\` occurs twice in the same object`;
    const help = "remove one of the two";
    return [find("DuplicateKey", { node, span, message, help }), ...inside];
  });
}

/** Keys of an object that mean nothing and are not the author's own. */
export function unknownNames({ entries }: ObjectTree, known: readonly string[]): UnknownName[] {
  return entries
    .filter(({ key }) => !known.includes(key) && !key.startsWith("x-"))
    .map(({ key, span }) => ({ name: key, span, known }));
}

/** The value of a tree. */
export function toValue(tree: Tree): Value {
  switch (tree.kind) {
    case "scalar":
      return tree.value;
    case "list":
      return tree.items.map(toValue);
    case "object":
      return Object.fromEntries(tree.entries.map(({ key, value }) => [key, toValue(value)]));
  }
}

/** What a tree is, for messages. */
export function describeTree(tree: Tree): string {
  if (tree.kind === "object") return "an object";
  if (tree.kind === "list") return "a list";
  if (tree.value === null) return "null";
  if (typeof tree.value === "string") return `the text \`${shorten(tree.value)}\``;
  return typeof tree.value === "boolean" ? `the bool ${tree.value}` : `the number ${tree.value}`;
}

function shorten(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length > 40 || line !== text ? `${line.slice(0, 40)}…` : line;
}
