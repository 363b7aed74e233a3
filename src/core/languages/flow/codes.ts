/** Every code that a flow can be reported with, and what `iter explain` says of it. Spec: flow §3.3, §5. */
import type { Diagnostic, Severity } from "#core/diagnostics/diagnostic.ts";
import type { Span } from "#core/text/span.ts";

/** What is known of a code. */
export interface FlowCodePage {
  readonly severity: Severity;
  readonly title: string;
  readonly explanation: string;
}

/** A code of a flow. */
export type FlowCode =
  | "InvalidSyntax"
  | "DuplicateKey"
  | "MissingField"
  | "InvalidValue"
  | "UnknownKind"
  | "UnsupportedVersion"
  | "EmptyWorkflowName"
  | "EmptyWorkflow"
  | "EmptyNodeId"
  | "DuplicateNodeId"
  | "MissingStart"
  | "MultipleStart"
  | "MissingEnd"
  | "UnknownTarget"
  | "UnreachableNode"
  | "NoPathToEnd"
  | "EmptyField"
  | "UnknownField"
  | "MissingNext"
  | "UnsupportedBranch"
  | "RepeatedBranch"
  | "NeverReached"
  | "NoWayOut"
  | "UnboundedCycle"
  | "InvalidExpression"
  | "SuspectPath"
  | "UnknownRoot"
  | "UnknownNodeOutput"
  | "SourceRecordsNothing"
  | "UnknownModel"
  | "UnknownTool"
  | "UnknownGraph";

const error = (title: string, explanation: string): FlowCodePage => ({
  severity: "error",
  title,
  explanation,
});
const warning = (title: string, explanation: string): FlowCodePage => ({
  severity: "warning",
  title,
  explanation,
});

/** All codes, read errors first, then those of validation, then warnings. */
export const flowCodes: Readonly<Record<FlowCode, FlowCodePage>> = {
  InvalidSyntax: error(
    "A text that is no JSON or YAML",
    "A flow is one JSON object, or the same in YAML 1.2 without anchors, aliases, tags and merge keys. Nothing else is looked at until the text can be read.",
  ),
  DuplicateKey: error(
    "A key that occurs twice",
    "Two values under one key leave open which of them is meant, so one of them has to go. That holds for payloads too.",
  ),
  MissingField: error(
    "A field that is missing",
    "A flow needs `name` and `nodes`, a node `id`, `type` and the required fields of its kind.",
  ),
  InvalidValue: error(
    "A value that a field cannot have",
    'Texts, whole numbers, lists and words are not converted into one another: `"1"` is no number, and 1 is no id.',
  ),
  UnknownKind: error(
    "A kind of node that does not exist",
    "The `type` of a node is one of the 22 kinds, in lower case. `switch` and `if` are read as `condition`.",
  ),
  UnsupportedVersion: error(
    "A version that cannot be read",
    "This format has one version so far, `v0`, which is also what is meant if none is given.",
  ),
  EmptyWorkflowName: error("A flow without a name", "Reports and logs call a flow by its name."),
  EmptyWorkflow: error("A flow without nodes", "A flow needs at least a `start` and an `end`."),
  EmptyNodeId: error("A node without an id", "Edges and outputs name nodes by their id."),
  DuplicateNodeId: error(
    "Two nodes with one id",
    "An edge to an id that occurs twice could lead to either node. Blanks around an id do not count.",
  ),
  MissingStart: error("No start", "A run begins at the one node of kind `start`."),
  MultipleStart: error("More than one start", "A run has one beginning."),
  MissingEnd: error("No end", "A run is complete when it comes to a node of kind `end`."),
  UnknownTarget: error(
    "An edge that leads nowhere",
    "An edge, or a source of a `merge` or `reduce`, has to name a node of the same flow.",
  ),
  UnreachableNode: error(
    "A node that nothing leads to",
    "No way along the edges from the start comes to it. Sources of a `merge` are no edges.",
  ),
  NoPathToEnd: error(
    "No way from the start to an end",
    "Whatever a run does, it could only stop when its steps are used up.",
  ),
  EmptyField: error(
    "A field that is empty or out of range",
    "Texts that a node needs may not be blank, lists need an entry, and counts are at least 1.",
  ),
  UnknownField: warning(
    "A field that means nothing",
    "Unknown names are ignored, so a mistyped one changes nothing. Names that begin with `x-` are yours.",
  ),
  MissingNext: warning(
    "A node that a run cannot leave",
    "`llm`, `tool` and `subgraph` may lack `next` where they are branches of a `parallel`. A run that comes to such a node by an edge fails there.",
  ),
  UnsupportedBranch: warning(
    "A branch that cannot run as one",
    "A `parallel` runs its branches as single calls: `llm`, `tool`, `map`, `transform`, `retry_compensate` and `subgraph`, in the strict profile `llm` and `tool` only.",
  ),
  RepeatedBranch: warning(
    "A branch that is listed twice",
    "It runs twice, and the output of the later one stands.",
  ),
  NeverReached: warning(
    "A node that no run comes to",
    "Only the `next` of a branch leads to it, and a `parallel` does not follow that.",
  ),
  NoWayOut: warning(
    "A node from which no end can be reached",
    "A run that comes here goes on until its steps are used up.",
  ),
  UnboundedCycle: warning(
    "A cycle without a bound",
    "No `loop` with `max_iterations` limits it, so only `max_steps` does.",
  ),
  InvalidExpression: warning(
    "An expression that cannot be read",
    "The run fails when it comes to it. Expressions know `||`, `&&`, `!`, `==`, `!=`, literals and paths; there are no parentheses and no `<`.",
  ),
  SuspectPath: warning(
    "A path that looks like something else",
    "Whatever is no literal is a path, operators that do not exist included.",
  ),
  UnknownRoot: warning(
    "A path that begins with no key of the scope",
    "The scope has `input`, `last_llm_output`, `last_tool_output` and `node_outputs`; filters see `item` and `item_index` too.",
  ),
  UnknownNodeOutput: warning(
    "A path to an output that no node gives",
    "Under `node_outputs` there are ids of nodes; `start` and `end` give no output.",
  ),
  SourceRecordsNothing: warning(
    "A source that gives no output",
    "`start` and `end` record nothing that could be merged or reduced.",
  ),
  UnknownModel: warning(
    "A model that nobody serves",
    "It is no key of `models` in the host file, and no provider is named.",
  ),
  UnknownTool: warning(
    "A function that is not registered",
    "Functions come from the host file, from whoever starts the run, and from the built-in ones.",
  ),
  UnknownGraph: warning(
    "A graph that is not registered",
    "Graphs come from `graphs` of the host file.",
  ),
};

/** A finding in a flow. */
export interface FlowDiagnostic extends Diagnostic {
  readonly code: FlowCode;
  /** The node that it is about; null for the flow as a whole. */
  readonly node: string | null;
}

/** What a finding says. */
export interface Found {
  readonly node: string | null;
  readonly span: Span;
  /** A sentence without the full stop. */
  readonly message: string;
  readonly help: string;
}

/** Makes a finding of a code. */
export function find(code: FlowCode, { message, ...found }: Found): FlowDiagnostic {
  return { code, severity: flowCodes[code].severity, message: `${message}.`, ...found };
}
