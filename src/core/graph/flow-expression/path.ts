/** Paths of a flow: keys of objects joined by dots, and nothing else. Spec: flow §6.2, §7. */
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";

/** A path that leads into a scope. */
export interface FlowPath {
  /** As messages show it: without the prefix that was taken off. */
  readonly text: string;
  readonly segments: readonly string[];
}

const prefix = "$.";

/** A path of an expression, whose prefix is taken off once. */
export function parsePath(text: string): FlowPath {
  return toPath(text.startsWith(prefix) ? text.slice(prefix.length) : text);
}

/** The path of a node's field; in the strict profile a prefix belongs to it. */
export function parsePlainPath(text: string, strict: boolean): FlowPath {
  return strict ? toPath(text) : parsePath(text);
}

/** The value at a path; undefined if a key on the way is not there. */
export function followPath(scope: Fields, { segments }: FlowPath): Value | undefined {
  let value: Value | undefined = scope;
  for (const segment of segments) {
    if (!isFields(value) || !Object.hasOwn(value, segment)) return undefined;
    value = value[segment];
  }
  return value;
}

function toPath(text: string): FlowPath {
  return { text, segments: text.split(".").filter((segment) => segment !== "") };
}
