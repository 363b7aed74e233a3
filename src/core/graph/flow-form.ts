/** How a kind of node is written in a flow: its fields in canonical order. Spec: flow §3.2, §5.2, §20. */
import type { FieldType } from "./graph.ts";
import type { Fields, Value } from "./value.ts";

/** How the value of a field is written, and what it means. */
export type FlowFieldForm =
  | "text"
  /** The id of a node. */
  | "edge"
  /** A list of ids that are edges. */
  | "edges"
  | "routes"
  /** Ids that are no edges: a list of them, or one. */
  | "sources"
  | "source"
  | "expression"
  | "path"
  /** JSON, or a path. */
  | "transform"
  | "model"
  | "function"
  | "graph"
  /** Any value; absent is null. */
  | "json"
  /** A whole number that fits into 32 bits, or one that a double holds exactly. */
  | "u32"
  | "uint"
  | "word";

/** One field of a kind. */
export interface FlowField {
  readonly name: string;
  readonly form: FlowFieldForm;
  /** The field of the graph's node, if it has another name there. */
  readonly as?: string;
  readonly optional?: boolean;
  /** An empty text or list is a fault; an absent one is not. */
  readonly filled?: boolean;
  /** Zero is a fault. */
  readonly positive?: boolean;
  /** Allowed words of a `word`. */
  readonly words?: readonly string[];
  /** What an expression sees besides the scope. */
  readonly sees?: readonly string[];
  /** The way out of which this edge is taken. */
  readonly port?: string;
  /** What a diagram writes on the edge. */
  readonly label?: string;
  /** Where the port leads if the edge is absent: the field whose target it shares. */
  readonly fallback?: string;
  /** Types of nodes that may stand in a list of branches, in both profiles. */
  readonly branches?: { readonly default: readonly string[]; readonly strict: readonly string[] };
  /** What else is wrong: the rest of a sentence that begins with the field's name. */
  readonly check?: (value: Value, fields: Fields) => string | undefined;
}

/** How a kind is written. */
export interface FlowForm {
  /** The word for it: `llm`. */
  readonly type: string;
  readonly aliases?: readonly string[];
  readonly fields: readonly FlowField[];
  /** Names in the order in which they are checked, where it is not the canonical one. */
  readonly checkOrder?: readonly string[];
  /** The type of its output, where all of them have the same. */
  readonly gives?: FieldType;
  /** Its executions record no output. */
  readonly silent?: boolean;
  /** Fields that its node in the graph has besides. */
  readonly fixed?: Fields;
}
