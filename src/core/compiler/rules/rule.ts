/** What a rule is: one thing that can be wrong with a graph. */
import type { Code } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import type { Lowered } from "#core/languages/language.ts";

/** One check over a lowered graph; what is said about its codes is in the catalog. */
export interface Rule {
  readonly codes: readonly Code[];
  /** False if the rule looks at a file without a workflow, too. */
  readonly needsWorkflow: boolean;
  check(lowered: Lowered, report: Report): void;
}
