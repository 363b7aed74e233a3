/** Formats a file, unless its text has faults. */
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import { parse } from "./parse.ts";
import { printFile } from "./print/print.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The canonical layout, or the syntax faults for which the file is left alone. */
export function formatFile(
  file: SourceFile,
  vocabulary: Vocabulary,
): { readonly text: string } | { readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const syntax = parse(file, vocabulary, (diagnostic) => diagnostics.push(diagnostic));
  return diagnostics.length > 0 ? { diagnostics } : { text: printFile(file, syntax) };
}
