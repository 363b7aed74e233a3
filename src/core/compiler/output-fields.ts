/** Whose output a reference leads into, and whether it can be there yet. */
import { groupBy } from "#core/graph/group-by.ts";
import type { Lowered } from "#core/languages/language.ts";
import { indexOf } from "./graph-index.ts";
import { oncePerFile } from "./once-per-file.ts";

/** Who reads: a node, before it runs or after (in edges that leave it). */
export interface Consumer {
  readonly node: string;
  /** The node itself has run: mappings and conditions of its edges. */
  readonly after: boolean;
  /** It is read in an expression, where paths stand without braces. */
  readonly inExpression?: true;
}

/** A field of a node's output, and what of the path is left behind it. */
export interface OutputField {
  readonly node: string;
  readonly field: string;
  readonly rest: readonly string[];
}

/** The nodes that publish an artifact, by its name. */
export const publishersOf: (lowered: Lowered) => ReadonlyMap<string, readonly string[]> =
  oncePerFile(({ graph }) => {
    const publishing = graph.nodes.filter((node) => (node.publish ?? null) !== null);
    const groups = groupBy(publishing, (node) => node.publish ?? "");
    return new Map([...groups].map(([name, nodes]) => [name, nodes.map(({ id }) => id)]));
  });

/** The field that a reference leads to by `outputs`, or by an artifact that one node publishes. */
export function findOutputField(lowered: Lowered, path: readonly string[]): OutputField | null {
  const [namespace, name = "", field, ...rest] = path;
  if (field === undefined) return null;
  if (namespace === "outputs") return field === "history" ? null : { node: name, field, rest };
  const [node, second] = namespace === "artifacts" ? (publishersOf(lowered).get(name) ?? []) : [];
  return node === undefined || second !== undefined ? null : { node, field, rest };
}

/** Whether a node can have run when the consumer reads; where edges may be missing, it can. */
export function isEarlier(lowered: Lowered, node: string, consumer: Consumer): boolean {
  const index = indexOf(lowered);
  if (index.incomplete) return true;
  return (consumer.after && node === consumer.node) || index.isBefore(node, consumer.node);
}
