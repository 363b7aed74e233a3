/** Compiles a source file: parse and lower once, check by every rule, sort what was found. */
import type { Report } from "#core/diagnostics/collect.ts";
import { hasErrors, sortDiagnostics } from "#core/diagnostics/collect.ts";
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { NodeKind } from "#core/kinds/kind.ts";
import type { CompileOptions, Language, Lowered } from "#core/languages/language.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import { linkUses } from "./link-uses.ts";

/** One check of what a file means. */
export interface Check {
  check(lowered: Lowered, report: Report): void;
}

/** What a file is compiled with. */
export interface Compiler {
  readonly languages: readonly Language[];
  readonly kinds: readonly NodeKind[];
  readonly rules: readonly Check[];
  readonly options: CompileOptions & {
    /** Every warning is an error. */
    readonly strict?: boolean;
  };
}

/** What compiling gives. */
export interface Compiled {
  /** The graph to run; null if there is an error. */
  readonly graph: Graph | null;
  /** What could be read, to be drawn or looked at; null if nothing could. */
  readonly lowered: Lowered | null;
  /** In the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles a file; the file's extension says which language it is in. */
export function compile(file: SourceFile, compiler: Compiler): Compiled {
  const { kinds, rules, options } = compiler;
  const found: Diagnostic[] = [];
  const report: Report = (diagnostic) => {
    found.push(options.strict === true ? { ...diagnostic, severity: "error" } : diagnostic);
  };
  const read = languageOf(file, compiler.languages)?.lower(file, kinds, options, report) ?? null;
  const lowered = read === null ? null : linkUses(read, options, report);
  if (lowered !== null) for (const rule of rules) rule.check(lowered, report);
  const diagnostics = sortDiagnostics(found);
  const graph = lowered === null || hasErrors(diagnostics) ? null : lowered.graph;
  return { graph, lowered, diagnostics };
}

/** The language of a file's extension, else the first. */
function languageOf(file: SourceFile, languages: readonly Language[]): Language | undefined {
  const own = languages.find(({ extensions }) =>
    extensions.some((extension) => file.path.endsWith(extension)),
  );
  return own ?? languages[0];
}
