/**
 * What a node can be: the contract of a kind, and the context in which its nodes run.
 *
 * Compiler, engine and reports know kinds by this contract alone.
 */
import type { Report } from "#core/diagnostics/collect.ts";
import type { Span } from "#core/text/span.ts";
import type { Drawing } from "#core/graph/drawing.ts";
import type { FlowForm } from "#core/graph/flow-form.ts";
import type { Edge, Graph, GraphNode, Schema, Template } from "#core/graph/graph.ts";
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { DelegatePort, SessionFile, SessionFiles } from "#core/ports/delegate.ts";
import type { EffectLog } from "#core/ports/effects.ts";
import type { FunctionPort } from "#core/ports/functions.ts";
import type { CallSite, Message, ModelPort } from "#core/ports/model.ts";
import type { ShellPort } from "#core/ports/shell.ts";
import type { ToolPort } from "#core/ports/tool.ts";
import type { ToolHashes } from "#core/run/discovered-tools.ts";
import type { InformingType } from "#core/run/events.ts";
import type { CallTarget, FrameContext } from "#core/run/frame.ts";
import type { Outcome } from "#core/run/outcome.ts";
import type { Usage } from "#core/run/failure.ts";
import type { Asker } from "#core/run/state.ts";

/** How the value of a property is written. */
export type PropertyForm =
  /** Texts in which `${NAME}` is expanded; `texts` is a list of them. */
  | "string"
  | "texts"
  | "model"
  | "delegate"
  | "duration"
  /** One of the words, bare or as a text that expands to one. */
  | "effort"
  /** Texts with references: a shell line, a program. */
  | "command"
  | "script"
  /** Bare names: of a schema, of a prompt, of anything, one of the words. */
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
  /** A whole number or a block. */
  | "retry"
  | "block"
  /** A block of named texts. */
  | "expressions";

/** How the value of a property is written and what becomes of it. */
export interface PropertySpec {
  /** What the author writes. */
  readonly form: PropertyForm;
  /** The field of the graph's node. */
  readonly field: string;
  /** Other spellings of the property's name. */
  readonly aliases?: readonly string[];
  /** Allowed words and what they mean in the graph. */
  readonly words?: Readonly<Record<string, Value>>;
  /** Bounds of a number, both allowed. */
  readonly min?: number;
  readonly max?: number;
  /** A bound that itself is too little. */
  readonly above?: number;
  /** The value if the property is absent; without one it is null, in a block nothing. */
  readonly default?: Value;
  /** Properties of a block. */
  readonly block?: PropertyTable;
  readonly required?: boolean;
  /** The property means something only if another one has this word. */
  readonly onlyWith?: { readonly property: string; readonly word: string };
  /** Secrets stay placeholders, put in at the last moment. */
  readonly keepsSecrets?: boolean;
  /** For documentation, hover and the editor. */
  readonly summary: string;
}

/** Properties by name, in the order in which the documentation lists them. */
export type PropertyTable = Readonly<Record<string, PropertySpec>>;

/** What the workflow and the environment say for nodes that don't say it themselves. */
export interface NodeDefaults {
  readonly model: string | null;
  /** Null if models are called directly. */
  readonly delegate: string | null;
  readonly interaction: string;
  readonly toolPolicy: readonly string[] | null;
}

/** A property as it was written. */
export interface WrittenProperty {
  readonly name: Span;
  readonly value: Span;
  /** The value as it stands in the source. */
  readonly source: string;
  /** False if the value depends on an unset variable or couldn't be read. */
  readonly known: boolean;
}

/** A node as its kind checks it: what the graph says, and where it was written. */
export interface WrittenNode {
  readonly id: string;
  readonly kind: string;
  /** The node in the graph, defaults applied. */
  readonly fields: Fields;
  readonly name: Span;
  /** Something of it couldn't be read: nothing may be called missing. */
  readonly damaged: boolean;
  /** A property by its canonical name. */
  readonly property: (name: string) => WrittenProperty | undefined;
  readonly hasWorkflow: boolean;
  /** The workflow was read whole, so its defaults are what the author meant. */
  readonly defaultsKnown: boolean;
}

/** A kind of node. */
export interface NodeKind {
  readonly name: string;
  readonly summary: string;
  /** Built-in terminals are never declared. */
  readonly declared: boolean;
  readonly properties: PropertyTable;
  readonly ports: readonly string[];
  /** How it is written in a flow, if it can be. */
  readonly flow?: FlowForm;
  readonly drawing: Drawing;
  /** Applies the defaults of workflow and environment to the fields read from the text. */
  complete?(fields: Fields, defaults: NodeDefaults): Fields;
  /** True if such a node may change the workspace. */
  mutates?(fields: Fields): boolean;
  /** Reports what the property table can't say. */
  check?(written: WrittenNode, report: Report): void;
  /** What an edge without a mapping brings comes under the name of its source. */
  readonly keyedBySource?: boolean;
  /** What is recorded when an activation starts. Pure; throws a RunFailure if it cannot start. */
  start?(context: StartContext): Start;
  /** Runs one activation: deterministic between steps, touches the world by `step` and `ask` only. */
  run(context: NodeContext): Promise<Outcome> | Outcome;
}

/** Delegates by every spelling of their names; `none` calls the model directly. */
export const delegateWords: Readonly<Record<string, string>> = {
  claude_code: "claude_code",
  claude: "claude_code",
  codex: "codex",
  none: "none",
  goai: "none",
};

/** Who answers questions. */
export const interactionWords: Readonly<Record<string, string>> = {
  human: "human",
  llm: "llm",
  llm_or_human: "llm_or_human",
  none: "none",
};

/** Declares a kind. */
export function defineKind<const Kind extends NodeKind>(kind: Kind): Kind {
  return kind;
}

/** Which conversation a node goes on with. */
export type SessionMode = "fresh" | "inherit" | "inherit_if_available" | "fork" | "artifacts_only";

/** A node's wish for a conversation. */
export interface SessionStart {
  readonly mode: SessionMode;
  /** `model`, or the delegate that holds the conversation: only the same one can go on with it. */
  readonly carrier: string;
}

/** What `node_started` says besides the input. */
export interface Start {
  /** `mode`, `round_robin_index` … */
  readonly data?: Fields;
  readonly session?: SessionStart;
  /** The node's value from now on; that of `node_finished` replaces it. */
  readonly memory?: Value;
}

/** A node that is about to start. */
export interface StartContext {
  readonly node: GraphNode;
  readonly input: Value;
  readonly memory: Value;
  /** Outgoing edges in source order, each with its place in the graph. */
  readonly edges: readonly { readonly edge: Edge; readonly index: number }[];
  /** True if an edge could be taken with the input as output: it holds, and its loop goes on. */
  isOpen(edge: number): boolean;
}

/** A conversation as it is kept between activations. */
export interface Conversation {
  readonly messages: readonly Message[];
  readonly provider: string | null;
  readonly model: string | null;
  /** A delegate's own name for it. */
  readonly native: string | null;
  /** A delegate's own files of it. */
  readonly files?: readonly SessionFile[];
}

/** The conversation of one activation. */
export interface SessionContext {
  readonly mode: SessionMode;
  readonly id: string;
  readonly parent: string | null;
  /** A delegate's own name for what it goes on with. */
  readonly native: string | null;
  /** The messages so far; none for a new conversation, or for one whose file is gone. */
  load(): Promise<readonly Message[]>;
  /** What the conversation has become; stored when the activation finishes. */
  keep(conversation: Conversation): void;
}

/** What the outside world is to a node; handed down by the entry point. */
export interface NodePorts {
  readonly models: ModelPort;
  readonly delegates: DelegatePort;
  readonly shell: ShellPort;
  readonly tools: ToolPort;
  /** MCP servers of the project's own file, where the workflow loads it. */
  readonly projectServers?: readonly ServerUse[];
  /** What the host lends; absent if there is no registry at all. */
  readonly functions?: FunctionPort;
}

/** How a step is made, where it is not as usual. */
export interface StepOptions {
  /** How long the attempt may take, and what is said if it takes longer. */
  readonly limit?: { readonly ms: number; readonly late: string };
  /** The kind itself tries again after a failure, so the engine does not. */
  readonly once?: boolean;
  /** After a failure there is another attempt, in a step of its own. */
  readonly more?: boolean;
  /** A person's wish to cancel the run waits until the activation has finished. */
  readonly shielded?: boolean;
}

/** What a step is given. */
export interface StepContext {
  readonly site: CallSite;
  readonly signal: AbortSignal;
  /** Files of delegates' sessions, kept with the run. */
  readonly sessions: SessionFiles;
  /** Outward writes, recorded before and after. */
  readonly effects: EffectLog;
  /** Milliseconds since this attempt began. */
  elapsedMs(): number;
  /** Tells of a piece of an answer that is still coming in. */
  readonly onText: (piece: string) => void;
}

/** What a step gives back; `usage` is charged to the run. */
export interface StepResult<Result> {
  readonly result: Result;
  readonly usage?: Usage;
}

/** A question to people. */
export interface Question {
  /** Who asks; `checks` and `effects` ask nobody: something has to end, or to be written, first. */
  readonly source: Asker;
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
  readonly runId: string;
  readonly activationId: string;
  readonly branchId: string;
  readonly input: Value;
  /** What `node_started` said. */
  readonly started: Fields;
  /** Outgoing edges in source order, each with its place in the graph. */
  readonly edges: readonly { readonly edge: Edge; readonly index: number }[];
  readonly ports: NodePorts;
  /** The node's value kept from its last finished activation. */
  readonly memory: Value;
  /** What it sees and remembers in a flow. */
  readonly frame: FrameContext;
  /** Another node of the graph. */
  findNode(id: string): GraphNode | undefined;
  /** The conversation that was chosen for it, if its kind wants one. */
  readonly session: SessionContext | null;
  /** Costs are limited, and a price that is not known is no price. */
  readonly pricesMatter: boolean;
  /** The hashes of an MCP server's tools, by name, as this run found them last. */
  serverTools(server: string): ToolHashes | undefined;
  /** US dollars that are left for the whole run; null if its cost has no limit. */
  costLeft(): number | null;
  /** What the activation has used so far. */
  usage(): Usage;
  schema(name: string | null | undefined): Schema | undefined;
  prompt(name: string | null | undefined): Template | undefined;
  /** All artifacts that it sees, latest version each. */
  artifacts(): readonly { readonly name: string; readonly data: Value }[];
  /** The value of a reference as this node sees it; null where there is nothing. */
  resolve(path: readonly string[]): Value;
  /** One recorded effect: a finished one is returned from the log, not made again. */
  step<Result extends Value>(
    name: string,
    work: (step: StepContext) => Promise<StepResult<Result>>,
    options?: StepOptions,
  ): Promise<Result>;
  /**
   * Runs nodes or graphs for this one, at most `bound` at a time; their outputs in the order of the
   * targets. The first failure is that of the caller, and the others are given up.
   */
  call(targets: readonly CallTarget[], bound: number): Promise<readonly Value[]>;
  /** Asks people; the call returns when the gate has closed, in this process or a later one. */
  ask(question: Question): Promise<Answer>;
  /** A text without secrets, such as one that is going to be cut: of half a secret nothing is known. */
  readonly withoutSecrets: (text: string) => string;
  /** Records an event that only informs. */
  inform(type: InformingType, data: Fields): void;
}
