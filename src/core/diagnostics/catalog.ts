/** Every code once: how it is reported, and what `iter explain` says about it. */
import type { Span } from "#core/text/span.ts";
import type { CatalogEntries, CatalogEntry } from "./catalog/entry.ts";
import { declarationEntries } from "./catalog/declarations.ts";
import type { DeclarationHoles } from "./catalog/declarations.ts";
import { graphEntries } from "./catalog/graph.ts";
import type { GraphHoles } from "./catalog/graph.ts";
import { modelEntries } from "./catalog/models.ts";
import type { ModelHoles } from "./catalog/models.ts";
import { nameEntries } from "./catalog/names.ts";
import type { NameHoles } from "./catalog/names.ts";
import { textEntries } from "./catalog/text.ts";
import type { TextHoles } from "./catalog/text.ts";
import { valueEntries } from "./catalog/values.ts";
import type { ValueHoles } from "./catalog/values.ts";
import type { Diagnostic, Fix, Related, Severity } from "./diagnostic.ts";

/** What the sentences of each code need to be told. */
export interface Holes
  extends TextHoles, NameHoles, DeclarationHoles, ModelHoles, ValueHoles, GraphHoles {}

/** A code of the catalog. */
export type Code = keyof Holes;

/** Further things a diagnostic may carry. */
export interface DiagnosticExtras {
  readonly related?: readonly Related[];
  readonly fix?: Fix;
  /** Instead of the catalog's; C102 depends on what is done with the file. */
  readonly severity?: Severity;
}

/** All codes. */
export const catalog: CatalogEntries<Holes> = {
  ...textEntries,
  ...nameEntries,
  ...declarationEntries,
  ...modelEntries,
  ...valueEntries,
  ...graphEntries,
};

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
