/** Compiles a file for a command, and shows what was found. */
import { sha256 } from "#adapters/hashing/sha256.ts";
import { toDiagnosticDocument, renderDiagnostic } from "#core/diagnostics/render.ts";
import type { Diagnostic, DiagnosticDocument } from "#core/diagnostics/diagnostic.ts";
import type { ResumeOptions } from "#core/engine/world.ts";
import type { Graph } from "#core/graph/graph.ts";
import { compileSource } from "#core/standard.ts";
import type { CompiledSource } from "#core/standard.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import type { Output } from "./output.ts";
import { InvalidWorkflow } from "./refusals.ts";
import type { Session } from "./session.ts";

/** What compiling for a command depends on. */
export interface CompileFlags {
  readonly simulate?: boolean;
  readonly planning?: boolean;
  readonly strict?: boolean;
}

/** Most diagnostics of one file that are shown as text; the document has all of them. */
const mostShown = 20;

/** Compiles a text or its bytes with the session's environment. */
export function compileFor(
  session: Session,
  { path, source }: { readonly path: string; readonly source: string | Uint8Array },
  flags: CompileFlags,
): CompiledSource {
  const readUse = session.uses.open?.(session, flags);
  const uses = readUse === undefined ? {} : { readUse };
  return compileSource(path, source, { ...flags, environment: session.env, sha256, ...uses });
}

/** The model of nodes that name none is an environment variable to the compiler. */
export function withModel(session: Session, model: string | null | undefined): Session {
  if (model == null) return session;
  return { ...session, env: { ...session.env, ITERION_DEFAULT_SUPERVISOR_MODEL: model } };
}

/** The graph; `INVALID_WORKFLOW` with every diagnostic if there is none. Warnings are said. */
export function graphOf(session: Session, { file, graph, diagnostics }: CompiledSource): Graph {
  const { output } = session;
  if (graph !== null) {
    const text = renderDiagnostics(file, diagnostics, output);
    if (text !== "") output.note(`${text}\n`, "warn");
    return graph;
  }
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const count = errors === 1 ? "1 error" : `${errors} errors`;
  throw new InvalidWorkflow(`\`${file.path}\` has ${count}.`, {
    diagnostics: toDocuments(file, diagnostics),
    rendered: renderDiagnostics(file, diagnostics, output),
  });
}

/** Compiles texts of runs that go on; each text once. */
export function createCompiler(session: Session, simulate: boolean): ResumeOptions["compile"] {
  const known = new Map<string, Graph>();
  return ({ path, text }) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const compiled = compileFor(session, { path, source: text }, { simulate, planning: true });
    const graph = graphOf(session, compiled);
    known.set(text, graph);
    return graph;
  };
}

/** Diagnostics as data. */
export function toDocuments(
  file: SourceFile,
  diagnostics: readonly Diagnostic[],
): (DiagnosticDocument & { readonly url: null })[] {
  return diagnostics.map((one) => ({ ...toDiagnosticDocument(file, one), url: null }));
}

/** Diagnostics as text with code frames, the first ones if there are very many. */
export function renderDiagnostics(
  file: SourceFile,
  diagnostics: readonly Diagnostic[],
  output: Output,
): string {
  const shown = diagnostics.slice(0, mostShown).map((one) => {
    const text = renderDiagnostic(file, one);
    const mark = `${one.severity} ${one.code}:`;
    return text.replace(mark, output.paint(one.severity === "error" ? "red" : "yellow", mark));
  });
  const more = diagnostics.length - shown.length;
  if (more > 0) shown.push(`… and ${more} more; --json lists all of them`);
  return shown.join("\n\n");
}
