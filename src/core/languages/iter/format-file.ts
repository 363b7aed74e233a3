/** Formats a file, unless its text has faults. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import { isTooLarge } from "#core/text/decode.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import { knownShapes } from "./known-shapes.ts";
import { printSource } from "./print/print.ts";
import { readSegments } from "./segments.ts";
import { createSource } from "./source.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The canonical layout, or the syntax faults for which the file is left alone. */
export function formatFile(
  file: SourceFile,
  vocabulary: Vocabulary,
): { readonly text: string } | { readonly diagnostics: readonly Diagnostic[] } {
  if (isTooLarge(file.text))
    return { diagnostics: [diagnose("E001", { start: 0, end: 0 }, { fault: "size" })] };
  const diagnostics: Diagnostic[] = [];
  const source = createSource(file);
  const segments = readSegments(source, {
    vocabulary,
    report: (diagnostic) => diagnostics.push(diagnostic),
    shapes: knownShapes,
    onResults: undefined,
  });
  return diagnostics.length > 0 ? { diagnostics } : { text: printSource(source, segments) };
}
