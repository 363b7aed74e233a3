/** The compiler and the formatter as cases try them. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkLowered } from "#core/compiler/check.ts";
import { compile } from "#core/compiler/compile.ts";
import type { Compiled } from "#core/compiler/compile.ts";
import { toDiagnosticDocument } from "#core/diagnostics/render.ts";
import type { DiagnosticDocument } from "#core/diagnostics/diagnostic.ts";
import type { Graph } from "#core/graph/graph.ts";
import { iterLanguage } from "#core/languages/iter/index.ts";
import type { CompileOptions, Environment } from "#core/languages/language.ts";
import { kinds } from "#core/kinds/index.ts";
import { Refusal } from "#core/run/failure.ts";
import type { PlanSource } from "#core/run/plan.ts";
import { createSourceFile } from "#core/text/source-file.ts";

/** Compiles a text with the compiler's defaults. */
export function compileText(
  path: string,
  text: string,
  environment: Environment,
): { readonly diagnostics: readonly DiagnosticDocument[]; readonly hash: string | null } {
  const file = createSourceFile(path, text);
  const { diagnostics, graph } = compileFile(path, text, { environment });
  return {
    diagnostics: diagnostics.map((diagnostic) => toDiagnosticDocument(file, diagnostic)),
    hash: graph?.hash ?? null,
  };
}

/** The canonical layout of a text; its diagnostics if it can't be laid out. */
export function formatText(path: string, text: string): string {
  const result = iterLanguage.format(createSourceFile(path, text), kinds);
  if ("text" in result) return result.text;
  return result.diagnostics.map(({ code, message }) => `${code}: ${message}`).join("\n");
}

/** The graph of a text for a simulated run, as `run` and `resume` compile it. */
export function compileSource(
  source: { readonly path: string; readonly text: string },
  environment: Environment,
): Graph {
  const options = { environment, simulate: true, planning: true };
  const { graph, diagnostics } = compileFile(source.path, source.text, options);
  if (graph !== null) return graph;
  const codes = diagnostics.map(({ code, message }) => `${code}: ${message}`).join(" ");
  throw new Refusal("INVALID_WORKFLOW", `${source.path} has errors: ${codes}`);
}

/** A source file of a scenario with its digest. */
export function readSource(folder: string, path: string): PlanSource {
  const text = readFileSync(join(folder, path), "utf8");
  return { path, text, sha256: sha256(text) };
}

function compileFile(path: string, text: string, options: Partial<CompileOptions>): Compiled {
  return compile(createSourceFile(path, text), {
    languages: [iterLanguage],
    kinds,
    rules: [{ check: checkLowered }],
    options: { environment: {}, simulate: false, planning: false, sha256, ...options },
  });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
