/** What `iter explain` says about the codes of flows that failed. */
import type { FailurePage } from "./failure-pages.ts";
import type { FlowErrorCode } from "./failure.ts";

const example = "iter inspect --run-id RUN --full";
const handIn = "iter run x.flow.yaml --input '{\"small\": true}'";

/** One page for each code. */
export const flowFailurePages: Readonly<Record<FlowErrorCode, FailurePage>> = {
  Validation: {
    title: "The flow has errors",
    text: "Nothing was run. `diagnostics` has every error with its place; a called graph is validated before it runs as well.",
    example,
  },
  MissingStartNode: {
    title: "There is no `start`",
    text: "Only a run without validation comes to this.",
    example,
  },
  ReplayRequiresTraceRecording: {
    title: "A check without a trace",
    text: "`replay_check` looks at the run's own trace, and recording it is switched off.",
    example,
  },
  NodeNotFound: {
    title: "An edge or a branch leads to no node",
    text: "Only a run without validation comes to this.",
    example,
  },
  StepLimitExceeded: {
    title: "The step numbers are used up",
    text: "Every node that runs takes one, tests of loops and the end included. Raise `max_steps`, or look for a cycle that has no way out.",
    example,
  },
  Cancelled: {
    title: "Somebody cancelled the run",
    text: "It can be resumed: the node that was cut off begins again.",
    example,
  },
  LlmRetryExhausted: {
    title: "The model gave no answer",
    text: "`last_error` has what the last attempt said; `policies.llm.max_retries` allows more attempts.",
    example,
  },
  ToolRetryExhausted: {
    title: "A function failed",
    text: "`last_error` has what the last attempt said; `policies.tool.max_retries` allows more attempts.",
    example,
  },
  LlmTimeout: {
    title: "The model took too long",
    text: "The last attempt ran into `policies.llm.timeout_ms`.",
    example,
  },
  ToolTimeout: {
    title: "A function took too long",
    text: "The last attempt ran into `policies.tool.timeout_ms`.",
    example,
  },
  MissingToolExecutor: {
    title: "Nobody lends functions",
    text: "A program started the run without a registry of functions.",
    example,
  },
  MissingNextEdge: {
    title: "Nothing follows the node",
    text: "`llm`, `tool` and `subgraph` may lack `next` only as branches of a `parallel`.",
    example,
  },
  InvalidCondition: {
    title: "A condition cannot be evaluated",
    text: "What follows the expression in the message says why: a path that is not there, or a text that cannot be read. There is no test for absence, so every key that is compared has to be there; what `input` lacks is handed in by `--input`, to a new run.",
    example: handIn,
  },
  InvalidLoopCondition: {
    title: "A loop's condition cannot be evaluated",
    text: "What follows the expression in the message says why: a path that is not there, or a text that cannot be read. What `input` lacks is handed in by `--input`, to a new run.",
    example: handIn,
  },
  InvalidRouterExpression: {
    title: "A route's condition cannot be evaluated",
    text: "Routes are looked at in order, and the first faulty one ends the run.",
    example,
  },
  InvalidFilterExpression: {
    title: "A filter's expression cannot be evaluated",
    text: "It is evaluated once for each item, and the first fault ends the run.",
    example,
  },
  InvalidTransformExpression: {
    title: "A transform gives nothing",
    text: "It is JSON as it stands, or else a path into the scope.",
    example,
  },
  LoopIterationLimitExceeded: {
    title: "A loop goes round too often",
    text: "`max_iterations` is how often its body may be begun before the condition fails.",
    example,
  },
  ExpressionScopeLimitExceeded: {
    title: "The scope is too large for expressions",
    text: "Let nodes give less, or raise `max_expression_scope_bytes`.",
    example,
  },
  MissingPath: {
    title: "A path leads nowhere",
    text: "The scope has no such key when the node runs. What `input` lacks is handed in by `--input`, to a new run.",
    example: handIn,
  },
  CacheKeyNotString: {
    title: "A key is no text",
    text: "The value at `key_path` has to be a text.",
    example,
  },
  InvalidEventValue: {
    title: "An event is no text",
    text: "The value at `event_path` has to be a text.",
    example,
  },
  InvalidHumanDecision: {
    title: "A decision is none",
    text: "It is true, false, or one of approve, approved, yes, reject, rejected, no.",
    example,
  },
  BatchItemsNotArray: {
    title: "There is no list to take",
    text: "The value at `items_path` has to be a list.",
    example,
  },
  FilterItemsNotArray: {
    title: "There is no list to filter",
    text: "The value at `items_path` has to be a list.",
    example,
  },
  MapItemsNotArray: {
    title: "There is no list to map",
    text: "The value at `items_path` has to be a list.",
    example,
  },
  FilterItemLimitExceeded: {
    title: "A list is too long to filter",
    text: "Raise `max_filter_items`.",
    example,
  },
  MapItemLimitExceeded: {
    title: "A list is too long to map",
    text: "Raise `max_map_items`.",
    example,
  },
  ParallelBranchLimitExceeded: {
    title: "Too many branches",
    text: "Raise `max_parallel_branches` among the limits of the flow.",
    example,
  },
  ParallelBranchUnsupported: {
    title: "A branch cannot run as one",
    text: "Branches are single calls: `llm`, `tool`, `map`, `transform`, `retry_compensate`, `subgraph`; in the strict profile the first two.",
    example,
  },
  MissingMergeSource: {
    title: "A source has given no output yet",
    text: "`merge` and `reduce` wait for nothing: what they name has to have run before.",
    example,
  },
  MergeQuorumNotMet: {
    title: "Too few sources for the quorum",
    text: "Only a run without validation comes to this.",
    example,
  },
  InvalidReduceInput: {
    title: "An output cannot be reduced",
    text: "It has to be a list, and for a sum a list of numbers.",
    example,
  },
  SubgraphNotFound: {
    title: "A graph is not registered",
    text: "Name it under `graphs` of the host file.",
    example,
  },
  SubgraphDepthExceeded: {
    title: "Graphs call one another too deep",
    text: "Look for a graph that calls itself, or raise `max_subgraph_depth`.",
    example,
  },
  RetryCompensateFailed: {
    title: "The compensation failed too",
    text: "Neither the function nor what was to make up for it worked; look at both.",
    example,
  },
  Replay: {
    title: "A trace breaks the rules",
    text: "A run's own trace never does; report it.",
    example,
  },
};
