/** The standard set for flows: how a file is compiled, planned and told of; loaded for flows alone. */
import { hasErrors } from "./diagnostics/collect.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import type { ComplexityLimits } from "./graph/flow-expression/fault.ts";
import type { CalledGraph, Graph } from "./graph/graph.ts";
import type { Value } from "./graph/value.ts";
import { flowKinds } from "./kinds/of-flow.ts";
import type { FlowDiagnostic } from "./languages/flow/codes.ts";
import { normalise } from "./languages/flow/document.ts";
import type { FlowDocument } from "./languages/flow/document.ts";
import { lowerFlow } from "./languages/flow/lower.ts";
import { readFlow } from "./languages/flow/read.ts";
import type { TreeReader } from "./languages/flow/read.ts";
import { validateFlow } from "./languages/flow/validate.ts";
import { warnOfFlow } from "./languages/flow/warn.ts";
import type { KnownHost } from "./languages/flow/warn.ts";
import { createSourceFile, positionAt } from "./text/source-file.ts";
import type { SourceFile } from "./text/source-file.ts";

export { flowKinds } from "./kinds/of-flow.ts";

/** A text and where it comes from. */
export interface FlowSource {
  readonly path: string;
  readonly text: string;
}

/** How a flow is compiled. */
export interface FlowOptions {
  /** SHA-256 as lower-case hex of a UTF-8 text. */
  readonly sha256: (text: string) => string;
  /** Reads texts that are no JSON; without it all are read as JSON. */
  readonly readTree?: (path: string) => TreeReader | undefined;
  readonly strict?: boolean;
  readonly lint?: boolean;
  /** False to run a flow as it is, errors and all. */
  readonly validate?: boolean;
  readonly expression?: ComplexityLimits;
  /** What is registered, if that is known. */
  readonly host?: KnownHost;
  readonly mutating?: readonly string[];
  /** The graphs that can be called, by name. */
  readonly graphs?: Readonly<Record<string, FlowSource>>;
  /** Compiles those that are no flows. */
  readonly compileOther?: (source: FlowSource) => CalledFile;
}

/** A file whose graph is called, compiled. */
export interface CalledFile {
  readonly file: SourceFile;
  readonly graph: Graph | null;
  readonly diagnostics: readonly (Diagnostic & { readonly node?: string | null })[];
}

/** A compiled flow. */
export interface CompiledFlow {
  readonly file: SourceFile;
  /** As written; null if it cannot be read. */
  readonly document: FlowDocument | null;
  /** Null if there is an error. */
  readonly graph: Graph | null;
  readonly diagnostics: readonly FlowDiagnostic[];
  /** The files of the graphs that it can come to call. */
  readonly called: readonly CalledFile[];
}

/**
 * Compiles a flow.
 *
 * @example
 * const { graph, diagnostics } = compileFlow({ path: "review.flow.json", text }, { sha256 });
 */
export function compileFlow(source: FlowSource, options: FlowOptions): CompiledFlow {
  const own = compileAlone(source, options);
  if (own.graph === null) return own;
  const called = compileGraphs(own.graph, options);
  if (called.size === 0) return own;
  const graphs = [...called].map(([name, one]) => toCalled(name, one));
  return { ...own, graph: lowerWith(own, options, graphs), called: [...called.values()] };
}

function compileAlone(source: FlowSource, options: FlowOptions): CompiledFlow {
  const file = createSourceFile(source.path, source.text);
  const read = readFlow(file.text, flowKinds, options.readTree?.(source.path));
  if ("diagnostics" in read) {
    return { file, document: null, graph: null, diagnostics: read.diagnostics, called: [] };
  }
  const { document } = read;
  const diagnostics = options.validate === false ? [] : check(normalise(document), options);
  const compiled = { file, document, graph: null, diagnostics, called: [] };
  if (hasErrors(diagnostics)) return compiled;
  return { ...compiled, graph: lowerWith(compiled, options, []) };
}

function check(document: FlowDocument, options: FlowOptions): FlowDiagnostic[] {
  const errors = validateFlow(document);
  if (errors.length > 0) return errors;
  const { strict = false, lint = false, host, expression } = options;
  return warnOfFlow(document, {
    strict,
    lint,
    ...(host === undefined ? {} : { host }),
    ...(expression === undefined ? {} : { expression }),
  });
}

function lowerWith(
  { document, file }: CompiledFlow,
  { sha256, mutating = [] }: FlowOptions,
  graphs: NonNullable<Graph["graphs"]>,
): Graph | null {
  if (document === null) return null;
  return lowerFlow(normalise(document), { file, sha256, mutating, graphs });
}

/** The graphs that can be reached, each once. */
function compileGraphs(graph: Graph, options: FlowOptions): Map<string, CalledFile> {
  const { graphs = {}, compileOther } = options;
  const found = new Map<string, CalledFile>();
  const open = [graph];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const name of calledGraphs(next)) {
      const source = Object.hasOwn(graphs, name) ? graphs[name] : undefined;
      if (source === undefined || found.has(name)) continue;
      const other = source.path.endsWith(".iter") ? compileOther : undefined;
      const compiled = other?.(source) ?? compileAlone(source, options);
      found.set(name, compiled);
      if (compiled.graph !== null) open.push(compiled.graph);
    }
  }
  return found;
}

/** Those with errors are their faults. */
function toCalled(name: string, compiled: CalledFile): CalledGraph {
  const { graph, diagnostics } = compiled;
  if (graph !== null) return { name, graph };
  return { name, faults: diagnostics.map((one) => toFault(compiled, one)) };
}

function calledGraphs({ nodes }: Graph): string[] {
  return nodes.flatMap((node) =>
    "graph" in node && typeof node.graph === "string" ? [node.graph] : [],
  );
}

/** A diagnostic as failures carry it. */
export function toFault(
  { file }: Pick<CalledFile, "file">,
  { code, message, node = null, span }: CalledFile["diagnostics"][number],
): Value {
  const { line, column } = positionAt(file, span.start);
  return { severity: "error", code, message, node_id: node, file: file.path, line, column };
}
