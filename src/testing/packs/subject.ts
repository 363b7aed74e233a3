/** The compiler and the formatter as cases try them. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toDiagnosticDocument } from "#core/diagnostics/render.ts";
import type { DiagnosticDocument } from "#core/diagnostics/diagnostic.ts";
import type { Graph } from "#core/graph/graph.ts";
import { iterLanguage } from "#core/languages/iter/index.ts";
import type { Environment } from "#core/languages/language.ts";
import { kinds } from "#core/kinds/index.ts";
import { Refusal } from "#core/run/failure.ts";
import type { PlanSource } from "#core/run/plan.ts";
import { compileSource } from "#core/standard.ts";
import { createSourceFile } from "#core/text/source-file.ts";

/** What compiling a case's text gives. */
export interface CaseDiagnosis {
  readonly diagnostics: readonly DiagnosticDocument[];
  readonly hash: string | null;
}

/** Compiles a text or its bytes with the compiler's defaults. */
export function diagnoseCase(
  path: string,
  source: string | Uint8Array,
  environment: Environment,
): CaseDiagnosis {
  const { file, diagnostics, graph } = compileSource(path, source, { environment, sha256 });
  return {
    diagnostics: diagnostics.map((diagnostic) => toDiagnosticDocument(file, diagnostic)),
    hash: graph?.hash ?? null,
  };
}

/** The canonical layout of a text; its diagnostics if it can't be laid out. */
export function formatCaseText(path: string, text: string): string {
  const result = iterLanguage.format(createSourceFile(path, text), kinds);
  if ("text" in result) return result.text;
  return result.diagnostics.map(({ code, message }) => `${code}: ${message}`).join("\n");
}

/** The graph of a text for a simulated run, as `run` and `resume` compile it. */
export function graphOfSource(
  { path, text }: { readonly path: string; readonly text: string },
  environment: Environment,
): Graph {
  const options = { environment, simulate: true, planning: true, sha256 };
  const { graph, diagnostics } = compileSource(path, text, options);
  if (graph !== null) return graph;
  const errors = diagnostics.map(({ code, message }) => `${code}: ${message}`).join(" ");
  throw new Refusal("INVALID_WORKFLOW", `${path} has errors: ${errors}`);
}

/** A source file of a scenario with its digest. */
export function readSource(folder: string, path: string): PlanSource {
  const text = readFileSync(join(folder, path), "utf8");
  return { path, text, sha256: sha256(text) };
}

/** SHA-256 of a UTF-8 text, as lower-case hex. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
