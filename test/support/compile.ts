/** Compiles texts in tests. */
import type { Graph } from "#core/graph/graph.ts";
import { compileSource } from "#core/standard.ts";
import type { SourceOptions } from "#core/standard.ts";
import { positionAt } from "#core/text/source-file.ts";
import { sha256 } from "./sha256.ts";

type Options = Omit<SourceOptions, "sha256">;

/** The graph of a text without errors. */
export function graphOf(text: string, options: Options = {}): Graph {
  const { graph, diagnostics } = compileSource("test.iter", text, { ...options, sha256 });
  if (graph === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return graph;
}

/** What could be read of a text, errors or not. */
export function drawnGraphOf(text: string, options: Options = {}): Graph {
  const { lowered } = compileSource("test.iter", text, { ...options, sha256 });
  if (lowered === null) throw new Error("Nothing could be read.");
  return lowered.graph;
}

/** `CODE@LINE:COLUMN` of every diagnostic, in order. */
export function codesOf(text: string | Uint8Array, options: Options = {}): string[] {
  const { file, diagnostics } = compileSource("test.iter", text, { ...options, sha256 });
  return diagnostics.map(({ code, span }) => {
    const { line, column } = positionAt(file, span.start);
    return `${code}@${line}:${column}`;
  });
}
