/** Syntax faults, as the layout and the parser find them. */
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import type { Span } from "#core/text/span.ts";

/** A fault of the text: where, what, and how to mend it. */
export function faultAt(
  code: "E001" | "E002" | "E003" | "E004",
  span: Span,
  message: string,
  help: string,
): Diagnostic {
  return { code, severity: "error", message, span: { start: span.start, end: span.end }, help };
}
