/** Collects diagnostics and puts them in order. */
import type { Diagnostic } from "./diagnostic.ts";

/** What a pass calls when it has found something. */
export type Report = (diagnostic: Diagnostic) => void;

/** Sorted by place, then code; the same list whatever order the passes ran in. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) => a.span.start - b.span.start || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
}

/** True if one of them keeps a graph from running. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}
