/**
 * What a node can be: the contract of a kind, and the context in which its nodes run.
 *
 * Compiler, engine and reports know kinds by this contract alone.
 */
import type { Edge, Graph, GraphNode } from "../graph/graph.ts";
import type { Fields, Value } from "../graph/value.ts";
import type { DelegatePort } from "../ports/delegate.ts";
import type { CallSite, ModelPort } from "../ports/model.ts";
import type { ShellPort } from "../ports/shell.ts";
import type { ToolPort } from "../ports/tool.ts";
import type { InformingType } from "../run/events.ts";
import type { Outcome } from "../run/outcome.ts";
import type { Usage } from "../run/failure.ts";

/** How the value of a property is written and what becomes of it. */
export interface PropertySpec {
  /** What the author writes. */
  readonly form:
    | "string"
    | "model"
    | "delegate"
    | "effort"
    | "duration"
    | "schema"
    | "prompt"
    | "name"
    | "word"
    | "bool"
    | "whole"
    | "number"
    | "tools"
    | "names"
    | "env-names"
    | "servers"
    | "retry"
    | "block"
    | "expressions"
    | "template";
  /** The field of the graph's node. */
  readonly field: string;
  /** Other spellings of the property's name. */
  readonly aliases?: readonly string[];
  /** Allowed words and what they mean in the graph. */
  readonly words?: Readonly<Record<string, Value>>;
  readonly min?: number;
  readonly max?: number;
  /** The value if the property is absent. */
  readonly default?: Value;
  /** Properties of a block. */
  readonly block?: PropertyTable;
  readonly required?: boolean;
  /** For documentation, hover and the editor. */
  readonly summary: string;
}

/** Properties by name, in the order in which the documentation lists them. */
export type PropertyTable = Readonly<Record<string, PropertySpec>>;

/** How nodes of a kind look. */
export interface Drawing {
  readonly icon: string;
  /** Mermaid brackets around the quoted label. */
  readonly open: string;
  readonly close: string;
  /** `fill:…,stroke:…,color:…` */
  readonly style: string;
}

/** A kind of node. */
export interface NodeKind {
  readonly name: string;
  readonly summary: string;
  /** Built-in terminals are never declared. */
  readonly declared: boolean;
  readonly properties: PropertyTable;
  readonly ports: readonly string[];
  readonly drawing: Drawing;
  /** Runs one activation: deterministic between steps, touches the world by `step` and `ask` only. */
  run(context: NodeContext): Promise<Outcome> | Outcome;
}

/** Declares a kind. */
export function defineKind<const Kind extends NodeKind>(kind: Kind): Kind {
  return kind;
}

/** What the outside world is to a node; handed down by the entry point. */
export interface NodePorts {
  readonly models: ModelPort;
  readonly delegates: DelegatePort;
  readonly shell: ShellPort;
  readonly tools: ToolPort;
}

/** What a step is given. */
export interface StepContext {
  readonly site: CallSite;
  readonly signal: AbortSignal;
}

/** What a step gives back; `usage` is charged to the run. */
export interface StepResult<Result> {
  readonly result: Result;
  readonly usage?: Usage;
}

/** A question to people. */
export interface Question {
  readonly source: "human" | "agent";
  readonly questions: Value;
  readonly instructions?: string;
  readonly fields: readonly {
    readonly name: string;
    readonly type: string;
    readonly enum?: readonly string[];
    readonly optional?: boolean;
  }[];
  readonly minAnswers: number;
  readonly proposal?: Fields;
  readonly backend?: string;
}

/** The closed gate's answer. */
export interface Answer {
  readonly answers: Fields;
  readonly submissions: Value;
}

/** In what form references in a text are written. Spec: language §9.4. */
export type Rendering = "text";

/** One activation as its kind sees it. */
export interface NodeContext {
  readonly graph: Graph;
  readonly node: GraphNode;
  readonly activationId: string;
  readonly branchId: string;
  readonly input: Value;
  /** Outgoing edges in source order. */
  readonly edges: readonly Edge[];
  readonly ports: NodePorts;
  readonly signal: AbortSignal;
  /** The node's value kept from its last finished activation. */
  readonly memory: Value;
  /** The value of a reference as this node sees it; null where there is nothing. */
  resolve(path: readonly string[]): Value;
  /** One recorded effect: a finished one is returned from the log, not made again. */
  step<Result extends Value>(
    name: string,
    work: (step: StepContext) => Promise<StepResult<Result>>,
  ): Promise<Result>;
  /** Asks people; the call returns when the gate has closed, in this process or a later one. */
  ask(question: Question): Promise<Answer>;
  /** Records an event that only informs. */
  inform(type: InformingType, data: Fields): void;
}
