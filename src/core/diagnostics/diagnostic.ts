/** A diagnostic: one fact about a source file that its author should know. */
import type { Span } from "../text/span.ts";

/** Errors keep a graph from running; warnings don't. */
export type Severity = "error" | "warning";

/** A second place that explains the first. */
export interface Related {
  readonly message: string;
  readonly span: Span;
}

/** A change of the text that mends the fault. */
export interface Fix {
  readonly span: Span;
  readonly replacement: string;
}

/** One finding; positions are worked out when it is shown. */
export interface Diagnostic {
  /** `C019`, `E002` … as in the catalog. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence that states the fact, names in backticks, with a full stop. */
  readonly message: string;
  readonly span: Span;
  /** One imperative that would work if pasted. */
  readonly help?: string;
  readonly related?: readonly Related[];
  readonly fix?: Fix;
}

/** A diagnostic as it leaves the compiler: `iter validate --json` and the public API. */
export interface DiagnosticDocument {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The offending piece of the source. */
  readonly text: string;
  readonly help: string | null;
  readonly related: readonly {
    readonly message: string;
    readonly line: number;
    readonly column: number;
  }[];
}
