/** How a code of the catalog is reported: as a diagnostic with its sentences. */
import type { Span } from "#core/text/span.ts";
import type { CatalogEntry } from "./catalog/entry.ts";
import { catalog } from "./catalog/index.ts";
import type { Code, Holes } from "./catalog/index.ts";
import type { Diagnostic, Fix, Related, Severity } from "./diagnostic.ts";

export type { Code, Holes } from "./catalog/index.ts";

/** Further things a diagnostic may carry. */
export interface DiagnosticExtras {
  readonly related?: readonly Related[];
  readonly fix?: Fix;
  /** Instead of the catalog's; C102 depends on what is done with the file. */
  readonly severity?: Severity;
}

/**
 * Makes a diagnostic of a code.
 *
 * @example
 * report(diagnose("E012", property.name.span, { owner: "an agent", name: "modle", known }));
 */
export function diagnose<Name extends Code>(
  code: Name,
  span: Span,
  holes: Holes[Name],
  extras: DiagnosticExtras = {},
): Diagnostic {
  const entry: CatalogEntry<Holes[Name]> = catalog[code];
  return {
    code,
    severity: entry.severity,
    message: entry.message(holes),
    span: { start: span.start, end: span.end },
    help: entry.help(holes),
    ...extras,
  };
}

/** True for a code of the catalog. */
export function isCode(code: string): code is Code {
  return Object.hasOwn(catalog, code);
}
