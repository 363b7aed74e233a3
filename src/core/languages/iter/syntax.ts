/**
 * The syntax tree of an `.iter` file: what the author wrote, as plain data.
 *
 * Every piece has the span it was read from. Lines with a syntax fault are left out and counted in
 * `lost`; their diagnostics are returned beside the tree.
 */
import type { TracedText } from "#core/languages/traced-text.ts";
import type { Span } from "#core/text/span.ts";

/** A file as its declarations and comments, in source order. */
export interface SyntaxFile {
  readonly declarations: readonly Declaration[];
  readonly comments: readonly Comment[];
}

/** From the first `#` to the last character that isn't a blank. */
export interface Comment {
  readonly span: Span;
  readonly text: string;
}

/** A bare name (dotted and starred ones in lists of tools). */
export interface Word {
  readonly text: string;
  readonly span: Span;
}

/** A text; its style says how it was written. */
export interface Text extends TracedText {
  readonly form: "string";
}

/** A number as written; `whole` if it has neither point nor exponent. */
export interface NumberValue {
  readonly form: "number";
  readonly value: number;
  readonly whole: boolean;
  readonly span: Span;
}

/** A bare word as a value; in lists possibly dotted or starred (`github.*`, `*`). */
export interface NameValue {
  readonly form: "name";
  readonly text: string;
  readonly span: Span;
}

/** `[a, b]` */
export interface ListValue {
  readonly form: "list";
  readonly items: readonly SyntaxValue[];
  readonly span: Span;
}

/** `{ "a": 1 }` */
export interface ObjectValue {
  readonly form: "object";
  readonly entries: readonly { readonly key: Text; readonly value: SyntaxValue }[];
  readonly span: Span;
}

/** What can stand behind `name:` on a line. */
export type SyntaxValue = Text | NumberValue | NameValue | ListValue | ObjectValue;

/**
 * `name: value`, `name: |` with text, or `name:` with a block.
 *
 * A property whose block is read as mere tokens (unknown, or takes no block) has `body: "opaque"`.
 */
export interface Property {
  readonly form: "property";
  readonly name: Word;
  readonly body: SyntaxValue | Block | "opaque";
  readonly span: Span;
}

/** Nested properties (`mcp`, `budget`, `retry`, `expr`) and the lines of it that were lost. */
export interface Block {
  readonly form: "block";
  readonly properties: readonly Property[];
  /** How many lines of this block itself were lost to syntax faults. */
  readonly lost: number;
}

/** `name: type`, or `name: type = json`. */
export interface VariableSyntax {
  readonly name: Word;
  /** As written without blanks: `string`, `string[]`, `date`. */
  readonly type: Word;
  readonly value: SyntaxValue | null;
  readonly span: Span;
}

/** A `vars` block, top-level or in a workflow. */
export interface VarsSyntax {
  readonly form: "vars";
  readonly keyword: Word;
  readonly variables: readonly VariableSyntax[];
  readonly lost: number;
  readonly span: Span;
}

/** A `presets` block. */
export interface PresetsSyntax {
  readonly form: "presets";
  readonly keyword: Word;
  readonly presets: readonly {
    readonly name: Word;
    readonly values: readonly {
      readonly name: Word;
      readonly value: SyntaxValue;
      readonly span: Span;
    }[];
    readonly lost: number;
    readonly span: Span;
  }[];
  readonly lost: number;
  readonly span: Span;
}

/** A `prompt`. */
export interface PromptSyntax {
  readonly form: "prompt";
  readonly keyword: Word;
  readonly name: Word;
  readonly body: Text;
  readonly span: Span;
}

/** A `schema`. */
export interface SchemaSyntax {
  readonly form: "schema";
  readonly keyword: Word;
  readonly name: Word;
  readonly fields: readonly FieldSyntax[];
  readonly lost: number;
  readonly span: Span;
}

/** `field: type [enum: "a", "b"]` */
export interface FieldSyntax {
  readonly name: Word;
  readonly type: Word;
  readonly enum: { readonly keyword: Span; readonly values: readonly Text[] } | null;
  readonly span: Span;
}

/** An `mcp_server`. */
export interface ServerSyntax {
  readonly form: "mcp_server";
  readonly keyword: Word;
  readonly name: Word;
  readonly properties: readonly Property[];
  readonly lost: number;
  readonly span: Span;
}

/** A node of any kind; which kinds there are is not the syntax's matter. */
export interface NodeSyntax {
  readonly form: "node";
  /** `agent`, `judge` … */
  readonly keyword: Word;
  readonly name: Word;
  readonly properties: readonly Property[];
  readonly lost: number;
  readonly span: Span;
}

/** A `workflow`: its `vars` blocks, properties and edges, each in source order. */
export interface WorkflowSyntax {
  readonly form: "workflow";
  readonly keyword: Word;
  readonly name: Word;
  readonly vars: readonly VarsSyntax[];
  readonly properties: readonly Property[];
  readonly edges: readonly EdgeSyntax[];
  /** Lost lines of its own; those inside `vars`, `mcp`, `budget` are counted there. */
  readonly lost: number;
  readonly span: Span;
}

/** `a -> b` and its clauses in the order written. */
export interface EdgeSyntax {
  readonly form: "edge";
  readonly source: Word;
  readonly target: Word;
  readonly clauses: readonly Clause[];
  readonly span: Span;
}

/** A clause of an edge. */
export type Clause = WhenClause | LoopClause | MappingClause;

/** `when x`, `when not x`, `when "…"`, `when not "…"`; `span` is the whole clause. */
export interface WhenClause {
  readonly form: "when";
  readonly not: boolean;
  readonly condition: Word | Text;
  readonly span: Span;
}

/** `as name(3)` */
export interface LoopClause {
  readonly form: "loop";
  readonly name: Word;
  readonly max: NumberValue;
  readonly span: Span;
}

/** `with { key: "…" }` */
export interface MappingClause {
  readonly form: "mapping";
  readonly entries: readonly { readonly key: Word; readonly value: Text; readonly span: Span }[];
  readonly span: Span;
}

/**
 * A declaration whose first line was lost or whose first word is unknown.
 *
 * `name` is the name behind the first word, if there is one: it counts as declared.
 */
export interface UnreadableSyntax {
  readonly form: "unreadable";
  /** The first word of the line, if it is one. */
  readonly keyword: Word | null;
  readonly name: Word | null;
  readonly span: Span;
}

/** A top-level block. `damagedBySyntax` is true if an E001–E004 occurred anywhere in it. */
export type Declaration = (
  | VarsSyntax
  | PresetsSyntax
  | PromptSyntax
  | SchemaSyntax
  | ServerSyntax
  | NodeSyntax
  | WorkflowSyntax
  | UnreadableSyntax
) & { readonly damaged: boolean };
