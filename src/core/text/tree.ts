/** JSON as it was written: every value and every key with its place; keys may occur twice. */
import type { Span } from "./span.ts";

/** A value and where it stands. */
export type Tree =
  | { readonly kind: "object"; readonly span: Span; readonly entries: readonly TreeEntry[] }
  | { readonly kind: "list"; readonly span: Span; readonly items: readonly Tree[] }
  | {
      readonly kind: "scalar";
      readonly span: Span;
      readonly value: null | boolean | number | string;
    };

/** A key of an object and its value. */
export interface TreeEntry {
  readonly key: string;
  readonly span: Span;
  readonly value: Tree;
}

/** Why a text is no tree, and where. */
export interface TreeFault {
  /** A sentence with a full stop. */
  readonly message: string;
  /** An imperative. */
  readonly help: string;
  readonly span: Span;
}

/** A text that was read. */
export type ReadTree = { readonly tree: Tree } | { readonly fault: TreeFault };

/** How deep values may nest. */
export const deepestTree = 128;

/** The fault of a value that nests too deep. */
export function tooDeep(span: Span): TreeFault {
  return {
    message: `This value nests deeper than ${deepestTree} levels.`,
    help: "make the value flatter",
    span,
  };
}
