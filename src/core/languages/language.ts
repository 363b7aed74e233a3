/**
 * What a language is to the compiler: text in, a graph and its origins out.
 *
 * The rules of core/compiler check the lowered form: the graph says what was meant, the origins
 * say where it was written, the gaps say what could not be read and so must not be held against it.
 */
import type { Report } from "../diagnostics/collect.ts";
import type { UseProblem } from "../diagnostics/catalog/uses.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { FieldType, Graph, Schema } from "../graph/graph.ts";
import type { Fields } from "../graph/value.ts";
import type { NodeKind } from "../kinds/kind.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { Span } from "../text/span.ts";
import type { TracedTemplate, TracedText } from "./traced-text.ts";

/** Environment variables by name; unset and empty are the same. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What compiling depends on besides the text. */
export interface CompileOptions {
  readonly environment: Environment;
  /** Models and delegates are simulated: their variables may be unset. */
  readonly simulate: boolean;
  /** C102 is an error instead of a warning. */
  readonly planning: boolean;
  /** SHA-256 as lower-case hex of a UTF-8 text; the core has no crypto of its own. */
  readonly sha256: (text: string) => string;
  /** Without it files that are used are not looked at, and what uses them cannot be run. */
  readonly readUse?: ReadUse;
}

/** Reads and compiles a file that another one, `from`, uses. */
export type ReadUse = (file: string, from: string) => UsedFile;

/** A file that is used, or why it cannot be. */
export type UsedFile =
  | {
      readonly graph: Graph;
      /** Of a flow: those of its host. */
      readonly settings?: Fields;
      /** What its nodes give, by their names. */
      readonly gives: ReadonlyMap<string, FieldType>;
    }
  | { readonly problem: UseProblem };

/** Where a node was written. */
export interface NodeOrigin {
  readonly name: Span;
  /** An E code other than E010 and E011 occurred in it. */
  readonly damaged: boolean;
  /** By canonical property name: `delegate`, `interaction`. */
  readonly properties: ReadonlyMap<string, PropertyOrigin>;
  /** Names of the prompts that it gives. */
  readonly prompts: readonly string[];
  /** Names of the schemas that it gives, whether or not they mean something here. */
  readonly schemas: readonly string[];
  /** Commands and scripts. */
  readonly templates: readonly TracedTemplate[];
  /** `router` whose mode can't be read. */
  readonly unreadableMode: boolean;
}

/** Where a property was written. */
export interface PropertyOrigin {
  /** The property's name as written. */
  readonly name: Span;
  readonly value: Span;
  /** Items of a list of names, or entries of a block of expressions. */
  readonly items: readonly {
    readonly text: string;
    readonly span: Span;
    readonly traced: TracedText | null;
  }[];
}

/** Where an edge was written; same index as in `graph.edges`. */
export interface EdgeOrigin {
  readonly span: Span;
  readonly source: Span;
  readonly target: Span;
  readonly when: {
    readonly clause: Span;
    readonly condition: Span;
    readonly text: TracedText | null;
  } | null;
  readonly loop: { readonly name: Span; readonly max: Span; readonly value: number } | null;
  readonly with: {
    readonly span: Span;
    readonly entries: readonly {
      readonly key: Span;
      readonly keyText: string;
      readonly value: TracedTemplate;
    }[];
  } | null;
}

/** Where everything was written. Maps hold the first declaration of a name. */
export interface Origins {
  readonly workflow: {
    readonly name: Span;
    readonly entry: PropertyOrigin | null;
    readonly damaged: boolean;
  } | null;
  /** How many `workflow` declarations there are, unreadable ones included. */
  readonly workflows: number;
  readonly nodes: ReadonlyMap<string, NodeOrigin>;
  readonly edges: readonly EdgeOrigin[];
  readonly prompts: ReadonlyMap<
    string,
    { readonly name: Span; readonly body: TracedTemplate; readonly damaged: boolean }
  >;
  /** All declared schemas, used or not. */
  readonly schemas: ReadonlyMap<
    string,
    { readonly name: Span; readonly schema: Schema; readonly open: boolean }
  >;
  readonly servers: ReadonlyMap<string, Span>;
}

/** What could not be read; spec: no echoes. */
export interface Gaps {
  /** Names that unreadable declarations declare. */
  readonly unreadable: ReadonlySet<string>;
  /** There is an unreadable declaration, named or not. */
  readonly anyUnreadable: boolean;
  /** A `vars` block has a lost line. */
  readonly lostVariable: boolean;
  /** The workflow has a lost line of its own. */
  readonly lostWorkflowLine: boolean;
  /** Variables implied by the entry can't be known. */
  readonly impliedVariablesUnknown: boolean;
}

/** A file after lowering. Prompts and schemas of the graph are those in use; origins have all. */
export interface Lowered {
  readonly file: SourceFile;
  /** What could be read, edges with unknown ends included. */
  readonly graph: Graph;
  readonly origins: Origins;
  readonly gaps: Gaps;
  /** What rules have worked out of the file, by the function that did. */
  readonly known: Map<object, { readonly result: unknown }>;
  /** The files that nodes use, by the nodes' names. */
  readonly uses?: ReadonlyMap<string, UsedFile>;
}

/** A language. */
export interface Language {
  readonly name: "iter" | "flow";
  readonly extensions: readonly string[];
  /** Parses and lowers; faults go to `report`. */
  lower(
    file: SourceFile,
    kinds: readonly NodeKind[],
    options: CompileOptions,
    report: Report,
  ): Lowered | null;
  /** The canonical layout, or the syntax faults that prevent it. */
  format(
    file: SourceFile,
    kinds: readonly NodeKind[],
  ): { readonly text: string } | { readonly diagnostics: readonly Diagnostic[] };
}
